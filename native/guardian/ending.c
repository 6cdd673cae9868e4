#include "ending.h"

#include "clock.h"
#include "groups.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static const int64_t look_again_ns = 5000000;

// A process that called setsid is in no group of ours, but as the guardian is
// a subreaper it becomes our direct child as soon as its parents are dead:
// killing the direct children again and again reaches every descendant.
static void kill_direct_children(void)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/self/task/%d/children", (int)getpid());
    FILE *listing = fopen(path, "re");
    if (!listing)
        return;
    int child;
    while (fscanf(listing, "%d", &child) == 1)
        kill(child, SIGKILL);
    fclose(listing);
}

// Must not reap: a leader that dies right now still has to be reported.
static bool no_child_left(void)
{
    siginfo_t found;
    return waitid(P_ALL, 0, &found, WEXITED | WNOHANG | WNOWAIT) < 0 && errno == ECHILD;
}

bool end_everything(int64_t patience_ns)
{
    sigset_t child_died;
    sigemptyset(&child_died);
    sigaddset(&child_died, SIGCHLD);
    struct timespec pause = clock_timespec(look_again_ns);
    int64_t deadline = clock_now() + patience_ns;
    for (;;) {
        groups_signal_all(SIGKILL);
        kill_direct_children();
        groups_reap();
        if (no_child_left())
            return true;
        if (clock_now() > deadline)
            return false;
        sigtimedwait(&child_died, NULL, &pause);
    }
}
