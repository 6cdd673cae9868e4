// flimflam-sampler: reads files and samples processes for Flimflam, which is on another machine.

#include "answers.h"
#include "clock.h"
#include "fatal.h"
#include "lines.h"
#include "orders.h"
#include "probes.h"
#include "samples.h"
#include "snapshots.h"
#include "tcp.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/timerfd.h>
#include <unistd.h>

enum { COMMANDS, TIMER, ANSWERS, PROBES, WATCHED };

// With so much unread nothing more is asked for; what is due is still done.
enum { MOST_UNREAD = 1 << 20 };

static int64_t earlier(int64_t one, int64_t other)
{
    return one < other ? one : other;
}

static void serve_due(void)
{
    snapshots_serve(); // before all that could delay them
    samples_serve();
    probes_serve();
}

static void arm(int timer)
{
    int64_t due = earlier(earlier(snapshots_due(), samples_due()), probes_due());
    struct itimerspec when = {.it_value = clock_timespec(due < 1 ? 1 : due)}; // 0 would disarm it
    timerfd_settime(timer, TFD_TIMER_ABSTIME, &when, NULL);
}

static void obey(struct lines *commands)
{
    while (queue_length(&answers) < MOST_UNREAD) {
        char *line = lines_next(commands);
        if (!line)
            return;
        order_obey(line);
        serve_due();
    }
}

static void serve(int timer, int probes)
{
    static struct lines commands = {.fd = STDIN_FILENO};
    struct pollfd watched[WATCHED] = {[TIMER] = {.fd = timer, .events = POLLIN},
                                      [COMMANDS] = {.events = POLLIN},
                                      [ANSWERS] = {.events = POLLOUT},
                                      [PROBES] = {.fd = probes, .events = POLLIN}};
    for (;;) {
        serve_due();
        obey(&commands);
        if (!queue_flush(&answers, STDOUT_FILENO))
            return;
        bool full = queue_length(&answers) >= MOST_UNREAD;
        watched[COMMANDS].fd = full ? -1 : STDIN_FILENO;
        watched[ANSWERS].fd = queue_length(&answers) > 0 ? STDOUT_FILENO : -1;
        arm(timer); // also clears an expiry that was served already
        if (poll(watched, WATCHED, -1) < 0 && errno != EINTR)
            fatal("cannot wait: %s", strerror(errno));
        serve_due();
        if (watched[COMMANDS].revents && !lines_fill(&commands))
            return;
    }
}

int main(int count, char **arguments)
{
    (void)arguments;
    if (count > 1)
        usage_error("usage: flimflam-sampler");
    signal(SIGPIPE, SIG_IGN);
    tcp_raise_descriptor_limit(); // a file of each watched process stays open
    int timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
    if (timer < 0)
        fatal("cannot create a timer: %s", strerror(errno));
    answer("ready", NULL);
    serve(timer, probes_open());
    return 0;
}
