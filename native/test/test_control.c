// A mark whose reading was interrupted is read again, so that its time is that of its counters.

#include "clock.h"
#include "control.h"
#include "test.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { NAP_NS = 30000000 };

static int readings, marks;
static int naps; // so many readings from the first on are interrupted

// A counter that grows with time: it says when it was read. The interruption comes before the counter, as it does when
// the process has to wait for a CPU in the middle.
static void describe(char *text, size_t size)
{
    if (++readings <= naps)
        nanosleep(&(struct timespec){.tv_nsec = NAP_NS}, NULL);
    snprintf(text, size, "ns=%lld readings=%d", (long long)clock_now(), readings);
}

static void marked(void)
{
    marks++;
}

// Serves one mark in a child, and reads what it printed.
static void serve(int interrupted, int64_t *time, int64_t *counter, int *count)
{
    int in[2], out[2], status;
    CHECK(pipe(in) == 0 && pipe(out) == 0);
    pid_t child = fork();
    CHECK(child >= 0);
    if (child == 0) {
        dup2(in[0], STDIN_FILENO);
        dup2(out[1], STDOUT_FILENO);
        close(in[1]);
        naps = interrupted;
        control_serve(&(struct control){.describe = describe, .marked = marked});
        _exit(marks == 1 ? 0 : 1);
    }
    close(in[0]);
    close(out[1]);
    CHECK(write(in[1], "at 0\n", 5) == 5);
    char line[256] = "";
    long long when, ns;
    CHECK(read(out[0], line, sizeof line - 1) > 0);
    CHECK(sscanf(line, "mark 0 %lld ns=%lld readings=%d\n", &when, &ns, count) == 3);
    *time = when;
    *counter = ns;
    close(in[1]);
    close(out[0]);
    CHECK(waitpid(child, &status, 0) == child && status == 0);
}

int main(void)
{
    int64_t time, counter;
    int count;
    serve(0, &time, &counter, &count);
    CHECK(count >= 1 && count <= 4);
    // One interruption: the second reading is used, or a later one on a busy machine.
    serve(1, &time, &counter, &count);
    CHECK(count >= 2 && count <= 4);
    CHECK(count == 4 || llabs(counter - time) < NAP_NS);
    // What is always slow, as thousands of sockets are, is not read for ever; its time is the middle.
    serve(1000, &time, &counter, &count);
    CHECK(count >= 2 && count <= 4 && counter - time >= NAP_NS / 2);
    puts("control: fine");
    return 0;
}
