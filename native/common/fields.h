#ifndef FLIMFLAM_FIELDS_H
#define FLIMFLAM_FIELDS_H

#include <stdbool.h>
#include <stddef.h>

// A line of tab-separated fields, where \\ \t \n stand for a backslash, a tab
// and a newline inside a field.
struct fields {
    char **at; // `count` pointers into the line, then NULL
    size_t count;
};

// Splits and unescapes the line in place. False when a backslash is followed
// by anything else than \, t or n. Free with fields_free in either case.
bool fields_split(char *line, struct fields *fields);
void fields_free(struct fields *fields);

// Appends the bytes of a field, escaped, to `into`, which has room for twice as many, and returns the new end. They may
// hold NULs, which stay as they are; none is written.
char *fields_escape(char *into, const char *bytes, size_t length);

#endif
