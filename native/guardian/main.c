// flimflam-guardian: owns every process of one run, and lets none survive it.

#include "cgroups.h"
#include "channels.h"
#include "clock.h"
#include "commands.h"
#include "ending.h"
#include "events.h"
#include "fatal.h"
#include "groups.h"
#include "lines.h"
#include "numbers.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <unistd.h>

enum { DEFAULT_HEARTBEAT_S = 10, HIGHEST_HEARTBEAT_S = 86400, WATCH_MS = 50 };

static int64_t read_heartbeat(int count, char **arguments)
{
    int64_t seconds = DEFAULT_HEARTBEAT_S;
    if (count == 1)
        return seconds;
    if (count != 3 || strcmp(arguments[1], "--heartbeat") != 0)
        usage_error("usage: flimflam-guardian [--heartbeat SECONDS]");
    if (!number_parse(arguments[2], HIGHEST_HEARTBEAT_S, &seconds))
        usage_error("not a number of seconds: %s", arguments[2]);
    return seconds;
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

// True: told to quit. False: Flimflam is gone, or someone wants us to end.
static bool serve(int64_t heartbeat_ns)
{
    struct pollfd watched[] = {{.fd = STDIN_FILENO, .events = POLLIN},
                               {.fd = open_signals(), .events = POLLIN}};
    static struct lines commands = {.fd = STDIN_FILENO};
    int64_t last_command = clock_now();
    for (;;) {
        int timeout = groups_need_watching() ? WATCH_MS
                      : heartbeat_ns > 0     ? until_deadline(last_command + heartbeat_ns)
                                             : -1;
        if (poll(watched, 2, timeout) < 0 && errno != EINTR)
            return false;
        if (told_to_end(watched[1].fd))
            return false;
        groups_reap();
        if (watched[0].revents) {
            if (!lines_fill(&commands))
                return false;
            for (char *line; (line = lines_next(&commands)); last_command = clock_now())
                if (command_obey(line) == COMMAND_QUIT)
                    return true;
        } else if (heartbeat_ns > 0 && clock_now() - last_command > heartbeat_ns) {
            return false;
        }
    }
}

int main(int count, char **arguments)
{
    // A group of its own, so that a Ctrl-C at the terminal reaches Flimflam alone, which then ends all in order. No
    // session of its own: the scheduler shares CPUs out by session (autogroup), and Flimflam would starve beside
    // the load that it has to measure, for seconds.
    setpgid(0, 0);
    channels_adopt();
    int64_t heartbeat_ns = read_heartbeat(count, arguments) * 1000000000;
    if (prctl(PR_SET_CHILD_SUBREAPER, 1) < 0)
        fatal("cannot adopt orphans: %s", strerror(errno));
    bool told_to_quit = serve(heartbeat_ns);
    bool all_ended = end_everything();
    cgroups_remove();
    if (!all_ended)
        fatal("cannot end every process of the run: some do not obey SIGKILL");
    if (!told_to_quit)
        return EXIT_FAILED;
    event_send("bye", NULL);
    return 0;
}
