#include "signals.h"

#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static const struct {
    int number;
    const char *name;
    bool may_be_asked;
} known[] = {
    {SIGHUP, "HUP", true},    {SIGINT, "INT", true},     {SIGQUIT, "QUIT", true},
    {SIGKILL, "KILL", true},  {SIGTERM, "TERM", true},   {SIGSTOP, "STOP", true},
    {SIGCONT, "CONT", true},  {SIGUSR1, "USR1", true},   {SIGUSR2, "USR2", true},
    {SIGILL, "ILL", false},   {SIGTRAP, "TRAP", false},  {SIGABRT, "ABRT", false},
    {SIGBUS, "BUS", false},   {SIGFPE, "FPE", false},    {SIGSEGV, "SEGV", false},
    {SIGPIPE, "PIPE", false}, {SIGALRM, "ALRM", false},  {SIGXCPU, "XCPU", false},
    {SIGXFSZ, "XFSZ", false}, {SIGSYS, "SYS", false},    {SIGVTALRM, "VTALRM", false},
    {SIGPROF, "PROF", false}, {SIGIO, "IO", false},      {SIGPWR, "PWR", false},
};

enum { KNOWN = sizeof known / sizeof known[0] };

const char *signal_name(int number)
{
    static char digits[16];
    for (int i = 0; i < KNOWN; i++)
        if (known[i].number == number)
            return known[i].name;
    snprintf(digits, sizeof digits, "%d", number);
    return digits;
}

int signal_number(const char *name)
{
    for (int i = 0; i < KNOWN; i++)
        if (known[i].may_be_asked && strcmp(known[i].name, name) == 0)
            return known[i].number;
    return 0;
}
