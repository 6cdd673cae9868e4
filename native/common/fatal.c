#include "fatal.h"

#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

// _exit, not exit: other threads may still run, and there is nothing to flush.
static _Noreturn void finish(int code, const char *format, va_list values)
{
    char line[1024];
    int length = vsnprintf(line, sizeof line - 1, format, values);
    if (length > (int)sizeof line - 2)
        length = (int)sizeof line - 2;
    line[length++] = '\n';
    if (write(STDERR_FILENO, line, (size_t)length) < 0)
        _exit(code);
    _exit(code);
}

void fatal(const char *format, ...)
{
    va_list values;
    va_start(values, format);
    finish(EXIT_FAILED, format, values);
}

void usage_error(const char *format, ...)
{
    va_list values;
    va_start(values, format);
    finish(EXIT_USAGE, format, values);
}
