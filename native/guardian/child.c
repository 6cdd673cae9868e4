#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

// The guardian has one thread, so the child may call more than the
// async-signal-safe functions between fork and exec.

static _Noreturn __attribute__((format(printf, 2, 3)))
void give_up(int report, const char *format, ...)
{
    const char *reason = strerror(errno);
    char text[1024];
    va_list values;
    va_start(values, format);
    int used = vsnprintf(text, sizeof text, format, values);
    va_end(values);
    if (used < (int)sizeof text)
        used += snprintf(text + used, sizeof text - (size_t)used, ": %s", reason);
    size_t length = used < (int)sizeof text ? (size_t)used : sizeof text - 1;
    if (write(report, text, length) < 0)
        _exit(126);
    _exit(127);
}

static void restore_signals(void)
{
    for (int number = 1; number < NSIG; number++)
        signal(number, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

static void connect_streams(const struct child_plan *plan, int report)
{
    int log = open(plan->log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    if (log < 0)
        give_up(report, "cannot open log %s", plan->log);
    int in = plan->channel;
    int out = plan->channel;
    if (plan->channel < 0) {
        in = open("/dev/null", O_RDONLY | O_CLOEXEC);
        if (in < 0)
            give_up(report, "cannot open /dev/null");
        out = log;
    } else {
        // Flimflam's runtime may have made it non-blocking; programs expect otherwise.
        fcntl(in, F_SETFL, fcntl(in, F_GETFL) & ~O_NONBLOCK);
    }
    if (dup2(in, STDIN_FILENO) < 0 || dup2(out, STDOUT_FILENO) < 0 || dup2(log, STDERR_FILENO) < 0)
        give_up(report, "cannot connect standard streams");
}

// Before exec, so that nothing of the program ever runs without the limits of the cgroup.
static void join_cgroup(const char *procs, int report)
{
    int fd = open(procs, O_WRONLY | O_CLOEXEC);
    if (fd < 0 || write(fd, "0", 1) < 0)
        give_up(report, "cannot enter cgroup %s", procs);
    close(fd);
}

static _Noreturn void become(const struct child_plan *plan, pid_t guardian, int report)
{
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != guardian) // it died before the line above took effect
        _exit(127);
    restore_signals();
    if (plan->cgroup)
        join_cgroup(plan->cgroup, report);
    connect_streams(plan, report);
    if (chdir(plan->directory) < 0)
        give_up(report, "cannot enter directory %s", plan->directory);
    if (plan->cpus && sched_setaffinity(0, sizeof *plan->cpus, plan->cpus) < 0)
        give_up(report, "cannot use the CPUs asked for");
    environ = plan->environment; // execvpe searches the PATH of its caller
    execvpe(plan->arguments[0], plan->arguments, plan->environment);
    give_up(report, "cannot execute %s", plan->arguments[0]);
}

// The report pipe closes on exec: an empty report means success.
static size_t read_report(int report, char *why, size_t why_size)
{
    size_t length = 0;
    while (length < why_size - 1) {
        ssize_t got = read(report, why + length, why_size - 1 - length);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            break;
        length += (size_t)got;
    }
    why[length] = '\0';
    return length;
}

pid_t child_start(const struct child_plan *plan, char *why, size_t why_size)
{
    int report[2];
    if (pipe2(report, O_CLOEXEC) < 0) {
        snprintf(why, why_size, "cannot create a pipe: %s", strerror(errno));
        return -1;
    }
    pid_t guardian = getpid();
    pid_t child = fork();
    if (child == 0)
        become(plan, guardian, report[1]);
    int fork_error = errno;
    close(report[1]);
    if (child < 0) {
        snprintf(why, why_size, "cannot fork: %s", strerror(fork_error));
    } else {
        setpgid(child, child); // also here: a signal may follow before the child did it
        if (read_report(report[0], why, why_size) > 0) {
            waitpid(child, NULL, 0);
            child = -1;
        }
    }
    close(report[0]);
    return child;
}
