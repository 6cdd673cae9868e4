// Fields, lines, numbers, lists of CPUs and names of signals.

#include "../guardian/cpus.h"
#include "../guardian/signals.h"
#include "fields.h"
#include "lines.h"
#include "numbers.h"
#include "test.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

static void check_split(void)
{
    char line[] = "spawn\ta\\tb\\\\\\n\t\tlast";
    struct fields fields;
    CHECK(fields_split(line, &fields));
    CHECK(fields.count == 4);
    CHECK(strcmp(fields.at[0], "spawn") == 0);
    CHECK(strcmp(fields.at[1], "a\tb\\\n") == 0);
    CHECK(strcmp(fields.at[2], "") == 0);
    CHECK(strcmp(fields.at[3], "last") == 0);
    CHECK(fields.at[4] == NULL);
    fields_free(&fields);

    char unknown[] = "a\\x";
    CHECK(!fields_split(unknown, &fields));
    fields_free(&fields);
    char cut[] = "a\\";
    CHECK(!fields_split(cut, &fields));
    fields_free(&fields);
    char empty[] = "";
    CHECK(fields_split(empty, &fields) && fields.count == 1);
    fields_free(&fields);
}

static void check_escape(void)
{
    char text[16];
    char *end = fields_escape(text, "a\tb\\c\nd\0e", 9);
    CHECK(end - text == 12 && memcmp(text, "a\\tb\\\\c\\nd\0e", 12) == 0);
}

static void check_lines(void)
{
    int ends[2];
    CHECK(pipe(ends) == 0);
    struct lines lines = {.fd = ends[0]};
    CHECK(write(ends[1], "one\n\ntw", 7) == 7);
    CHECK(lines_fill(&lines));
    CHECK(strcmp(lines_next(&lines), "one") == 0);
    CHECK(strcmp(lines_next(&lines), "") == 0);
    CHECK(lines_next(&lines) == NULL);
    CHECK(write(ends[1], "o\nrest", 6) == 6);
    CHECK(lines_fill(&lines));
    CHECK(strcmp(lines_next(&lines), "two") == 0);
    close(ends[1]);
    CHECK(!lines_fill(&lines));
    CHECK(lines_next(&lines) == NULL);
    lines_free(&lines);
    close(ends[0]);
}

static void check_numbers(void)
{
    int64_t value;
    CHECK(number_parse("0", 0, &value) && value == 0);
    CHECK(number_parse("9223372036854775807", INT64_MAX, &value) && value == INT64_MAX);
    CHECK(!number_parse("9223372036854775808", INT64_MAX, &value));
    CHECK(number_parse("65535", 65535, &value) && !number_parse("65536", 65535, &value));
    CHECK(!number_parse("", 9, &value) && !number_parse("-1", 9, &value));
    CHECK(!number_parse(" 1", 9, &value) && !number_parse("1x", 9, &value));
}

static void check_cpus(void)
{
    cpu_set_t cpus;
    CHECK(cpus_parse("0,2-3", &cpus));
    CHECK(CPU_COUNT(&cpus) == 3 && CPU_ISSET(0, &cpus) && CPU_ISSET(2, &cpus) && CPU_ISSET(3, &cpus));
    CHECK(!cpus_parse("", &cpus) && !cpus_parse("1,", &cpus) && !cpus_parse("3-2", &cpus));
    CHECK(!cpus_parse("99999", &cpus) && !cpus_parse("0 1", &cpus));
}

static void check_signals(void)
{
    CHECK(signal_number("KILL") == SIGKILL && signal_number("STOP") == SIGSTOP);
    CHECK(signal_number("SEGV") == 0 && signal_number("") == 0);
    CHECK(strcmp(signal_name(SIGSEGV), "SEGV") == 0);
}

int main(void)
{
    check_split();
    check_escape();
    check_lines();
    check_numbers();
    check_cpus();
    check_signals();
    puts("text: fine");
    return 0;
}
