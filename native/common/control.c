#include "control.h"

#include "clock.h"
#include "fatal.h"
#include "lines.h"
#include "numbers.h"

#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/timerfd.h>
#include <unistd.h>

enum { PENDING_LIMIT = 64, TEXT_SIZE = 512 };

// Counters are read in some microseconds. A reading that took longer than this was interrupted, and nobody knows
// whether before or after it: on a busy machine 20 ms, in which 30 MB may pass. Of thousands of sockets each takes some
// milliseconds (9 ms for 5,000), so that one as quick as another before it is good too.
enum { UNINTERRUPTED_NS = 1000000, MOST_READINGS = 4 };

struct mark {
    int64_t asked, due;
};

static struct mark pending[PENDING_LIMIT]; // by due time
static int pending_count;
static int64_t next_sample = INT64_MAX;

void control_say(const char *format, ...)
{
    char line[2 * TEXT_SIZE];
    va_list values;
    va_start(values, format);
    int length = vsnprintf(line, sizeof line - 1, format, values);
    va_end(values);
    if (length > (int)sizeof line - 2)
        length = (int)sizeof line - 2;
    line[length++] = '\n';
    if (write(STDOUT_FILENO, line, (size_t)length) < 0)
        _exit(EXIT_FAILED); // nobody is left to measure for
}

static void add_mark(const struct control *control, int64_t asked)
{
    if (pending_count == PENDING_LIMIT)
        fatal("more than %d marks asked for ahead", PENDING_LIMIT);
    int64_t now = clock_now();
    struct mark mark = {.asked = asked, .due = asked > now ? asked : now};
    int place = pending_count++;
    for (; place > 0 && pending[place - 1].due > mark.due; place--)
        pending[place] = pending[place - 1];
    pending[place] = mark;
    if (control->announced)
        control->announced(mark.due);
}

// False when told to quit.
static bool obey(const struct control *control, const char *line)
{
    int64_t asked;
    if (strcmp(line, "quit") == 0)
        return false;
    if (strncmp(line, "at ", 3) == 0 && number_parse(line + 3, INT64_MAX, &asked))
        add_mark(control, asked);
    else
        fprintf(stderr, "unknown command: %s\n", line);
    return true;
}

// Returns the time at which the counters were what the text says.
static int64_t read_counters(const struct control *control, char *text, size_t size)
{
    static int64_t quickest; // 0: not known
    for (int readings = 1;; readings++) {
        int64_t before = clock_now();
        control->describe(text, size);
        int64_t took = clock_now() - before;
        bool good = took < UNINTERRUPTED_NS || took / 2 < quickest;
        if (quickest == 0 || took < quickest)
            quickest = took;
        if (good || readings == MOST_READINGS)
            return before + took / 2;
    }
}

static void take_due_marks(const struct control *control)
{
    char text[TEXT_SIZE];
    while (pending_count > 0 && pending[0].due <= clock_now()) {
        struct mark mark = pending[0];
        memmove(pending, pending + 1, (size_t)--pending_count * sizeof *pending);
        int64_t actual = read_counters(control, text, sizeof text);
        control_say("mark %lld %lld %s", (long long)mark.asked, (long long)actual, text);
        if (control->marked)
            control->marked();
    }
}

// After a stall the missed samples are left out, the schedule is kept.
static void take_due_sample(const struct control *control)
{
    char text[TEXT_SIZE];
    int64_t now = clock_now();
    if (now < next_sample)
        return;
    control->describe_sample(text, sizeof text);
    control_say("sample %lld %s", (long long)now, text);
    next_sample += ((now - next_sample) / control->sample_interval_ns + 1) * control->sample_interval_ns;
}

static void arm(int timer)
{
    int64_t due = next_sample;
    if (pending_count > 0 && pending[0].due < due)
        due = pending[0].due;
    struct itimerspec when = {.it_value = clock_timespec(due)};
    timerfd_settime(timer, TFD_TIMER_ABSTIME, &when, NULL);
}

void control_serve(const struct control *control)
{
    int timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
    if (timer < 0)
        fatal("cannot create a timer: %s", strerror(errno));
    struct pollfd watched[] = {{.fd = STDIN_FILENO, .events = POLLIN}, {.fd = timer, .events = POLLIN}};
    static struct lines commands = {.fd = STDIN_FILENO};
    if (control->sample_interval_ns > 0)
        next_sample = (clock_now() / control->sample_interval_ns + 1) * control->sample_interval_ns;
    for (;;) {
        arm(timer); // also clears an expiry that was served already
        if (poll(watched, 2, -1) < 0 && errno != EINTR)
            fatal("cannot wait: %s", strerror(errno));
        take_due_marks(control); // before anything that could delay them
        take_due_sample(control);
        if (watched[0].revents) {
            if (!lines_fill(&commands))
                return;
            for (char *line; (line = lines_next(&commands));)
                if (!obey(control, line))
                    return;
        }
    }
}
