#include "looks.h"

#include "build_id.h"
#include "memory.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LONGEST_TEXT = 4 << 20, READ_SIZE = 64 * 1024 };

// Of the thing that is being looked at; kept, so that most looks allocate nothing.
static struct {
    char *bytes;
    size_t length, capacity;
} content;

static void make_room(size_t more)
{
    if (content.capacity - content.length < more) {
        content.capacity = 2 * content.capacity + more;
        content.bytes = memory_grow(content.bytes, content.capacity);
    }
}

static void add(const char *text, size_t length)
{
    make_room(length);
    memcpy(content.bytes + content.length, text, length);
    content.length += length;
}

// Files of /proc and /sys are regular, but say that they are empty: reading alone shows their end.
static bool read_all(int fd)
{
    for (;;) {
        make_room(READ_SIZE);
        ssize_t got = read(fd, content.bytes + content.length, content.capacity - content.length);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return false;
        content.length += (size_t)got;
        if (content.length > LONGEST_TEXT)
            content.length = LONGEST_TEXT;
        if (got == 0 || content.length == LONGEST_TEXT)
            return true;
    }
}

static bool look_at_text(const char *path)
{
    struct stat found;
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd < 0)
        return false;
    bool read = fstat(fd, &found) == 0 && S_ISREG(found.st_mode) && read_all(fd);
    close(fd);
    return read;
}

static bool look_at_link(const char *path)
{
    make_room(PATH_MAX);
    ssize_t length = readlink(path, content.bytes, PATH_MAX);
    content.length = length < 0 ? 0 : (size_t)length;
    return length >= 0;
}

static int by_name(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

static bool look_at_names(const char *path)
{
    DIR *listing = opendir(path);
    if (!listing)
        return false;
    char **names = NULL;
    size_t count = 0, capacity = 0;
    for (struct dirent *entry; (entry = readdir(listing));) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        if (count == capacity) {
            capacity = 2 * capacity + 64;
            names = memory_grow(names, capacity * sizeof *names);
        }
        names[count++] = strcpy(memory_zeroed(strlen(entry->d_name) + 1, 1), entry->d_name);
    }
    closedir(listing);
    if (count > 1)
        qsort(names, count, sizeof *names, by_name);
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            add("\n", 1);
        add(names[i], strlen(names[i]));
        free(names[i]);
    }
    free(names);
    return true;
}

static bool look_at_build_id(const char *path)
{
    char digits[256];
    bool found = build_id_read(path, digits, sizeof digits);
    if (found)
        add(digits, strlen(digits));
    return found;
}

static bool look_at_real_path(const char *path)
{
    char *real = realpath(path, NULL);
    if (real)
        add(real, strlen(real));
    free(real);
    return real != NULL;
}

static bool look_at_existence(const char *path)
{
    add("1", 1);
    return access(path, F_OK) == 0;
}

static bool look_at_program(const char *path)
{
    struct stat found;
    add("1", 1);
    return stat(path, &found) == 0 && S_ISREG(found.st_mode) && access(path, X_OK) == 0;
}

static const struct {
    char kind;
    bool (*at)(const char *path); // fills the content; false when there is none
} known[] = {
    {'t', look_at_text},      {'l', look_at_link},    {'n', look_at_names},     {'b', look_at_build_id},
    {'r', look_at_real_path}, {'x', look_at_program}, {'e', look_at_existence},
};

enum { KNOWN = sizeof known / sizeof known[0] };

bool look_is_known(char kind)
{
    for (int i = 0; i < KNOWN; i++)
        if (known[i].kind == kind)
            return true;
    return false;
}

void look(char kind, const char *path, const char *key, struct queue *into)
{
    make_room(1);
    for (int i = 0; i < KNOWN; i++) {
        content.length = 0;
        if (known[i].kind != kind || !known[i].at(path))
            continue;
        queue_field(into, "file");
        queue_field(into, key);
        queue_field_of(into, &kind, 1);
        queue_field(into, path);
        queue_field_of(into, content.bytes, content.length);
        queue_end_line(into);
    }
}
