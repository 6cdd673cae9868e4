// flimflam-guardian: owns every process of one run, and lets none survive it.

#include "cgroups.h"
#include "channels.h"
#include "clear.h"
#include "clock.h"
#include "commands.h"
#include "ending.h"
#include "events.h"
#include "fatal.h"
#include "groups.h"
#include "lines.h"
#include "options.h"
#include "talks.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <unistd.h>

enum { WATCH_MS = 50, MOST_WAITING = 1 << 20 };
static const int64_t second_ns = 1000000000;

enum { COMMANDS, SIGNALS, EVENTS, TALKS, WATCHED };

static struct {
    int64_t heartbeat_s;
    bool through;
    const char *folder;
} options = {.heartbeat_s = 10};

static void read_options(int count, char **arguments)
{
    options_read(count, arguments, 1, (const struct option_rule[]){
        {.name = "--heartbeat", .number = &options.heartbeat_s, .highest = 86400},
        {.name = "--through", .flag = &options.through},
        {.name = "--clear", .text = &options.folder},
        {.name = NULL},
    }, NULL);
    if (options.folder)
        clear_at_end(options.folder);
}

static int open_signals(void)
{
    sigset_t wanted;
    sigemptyset(&wanted);
    sigaddset(&wanted, SIGCHLD);
    sigaddset(&wanted, SIGTERM);
    sigaddset(&wanted, SIGINT);
    sigaddset(&wanted, SIGHUP);
    sigaddset(&wanted, SIGQUIT);
    sigprocmask(SIG_SETMASK, &wanted, NULL);
    signal(SIGCHLD, SIG_DFL); // when inherited as ignored, the kernel would reap for us
    signal(SIGPIPE, SIG_IGN);
    int fd = signalfd(-1, &wanted, SFD_CLOEXEC | SFD_NONBLOCK);
    if (fd < 0)
        fatal("cannot receive signals: %s", strerror(errno));
    return fd;
}

// True when one of the signals asks the guardian to end.
static bool told_to_end(int signals)
{
    struct signalfd_siginfo signal;
    bool end = false;
    while (read(signals, &signal, sizeof signal) == (ssize_t)sizeof signal)
        end |= signal.ssi_signo != SIGCHLD;
    return end;
}

static int until_deadline(int64_t deadline)
{
    int64_t left_ms = (deadline - clock_now()) / 1000000 + 1;
    return left_ms < 0 ? 0 : left_ms > 1000 ? 1000 : (int)left_ms;
}

// Obeys what has been read so far. False when told to quit.
static bool obey(struct lines *commands, int64_t *last_command)
{
    for (char *line; (line = lines_next(commands)); *last_command = clock_now())
        if (command_obey(line) == COMMAND_QUIT)
            return false;
    return true;
}

// True: told to quit. False: Flimflam is gone, or someone wants us to end.
static bool serve(int64_t heartbeat_ns, int talks)
{
    struct pollfd watched[WATCHED] = {[COMMANDS] = {.fd = STDIN_FILENO, .events = POLLIN},
                                      [SIGNALS] = {.fd = open_signals(), .events = POLLIN},
                                      [EVENTS] = {.events = POLLOUT},
                                      [TALKS] = {.events = POLLIN}};
    static struct lines commands = {.fd = STDIN_FILENO};
    int64_t last_command = clock_now();
    for (;;) {
        int timeout = groups_need_watching() ? WATCH_MS
                      : heartbeat_ns > 0     ? until_deadline(last_command + heartbeat_ns)
                                             : -1;
        watched[EVENTS].fd = events_waiting() > 0 ? STDOUT_FILENO : -1;
        // Children wait with us for a reader that is slow, so that no line is lost and not much is kept.
        watched[TALKS].fd = events_waiting() < MOST_WAITING ? talks : -1;
        if (poll(watched, WATCHED, timeout) < 0 && errno != EINTR)
            return false;
        if (told_to_end(watched[SIGNALS].fd))
            return false;
        if (watched[EVENTS].revents)
            events_flush();
        if (watched[TALKS].revents)
            talks_serve();
        groups_reap();
        if (watched[COMMANDS].revents) {
            if (!lines_fill(&commands))
                return false;
            if (!obey(&commands, &last_command))
                return true;
        }
        if (heartbeat_ns > 0 && clock_now() - last_command > heartbeat_ns)
            return false;
    }
}

int main(int count, char **arguments)
{
    // A group of its own, so that a Ctrl-C at the terminal reaches Flimflam alone, which then ends all in order. No
    // session of its own: the scheduler shares CPUs out by session (autogroup), and Flimflam would starve beside
    // the load that it has to measure, for seconds.
    setpgid(0, 0);
    channels_adopt();
    read_options(count, arguments);
    if (prctl(PR_SET_CHILD_SUBREAPER, 1) < 0)
        fatal("cannot adopt orphans: %s", strerror(errno));
    bool told_to_quit = serve(options.heartbeat_s * second_ns, options.through ? talks_allow() : -1);
    bool all_ended = end_everything(10 * second_ns);
    talks_end();
    cgroups_remove();
    clear_now();
    if (told_to_quit && all_ended)
        event_send("bye", NULL);
    events_finish();
    if (!all_ended)
        fatal("cannot end every process of the run: some do not obey SIGKILL");
    return told_to_quit ? 0 : EXIT_FAILED;
}
