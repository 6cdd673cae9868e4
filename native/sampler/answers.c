#include "answers.h"

#include <stdarg.h>

struct queue answers;

void answer(const char *field, ...)
{
    va_list fields;
    va_start(fields, field);
    for (const char *next = field; next; next = va_arg(fields, const char *))
        queue_field(&answers, next);
    va_end(fields);
    queue_end_line(&answers);
}
