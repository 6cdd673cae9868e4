#include "build_id.h"

#include "memory.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// Numbers of the System V ABI and of glibc's elf.h, which not every C library has. Little endian only.
enum { NOTE_SECTION = 7, NOTE_SEGMENT = 4, GNU_BUILD_ID = 3, NOTE_HEADER = 12 };

// Far more than any real file has: a damaged header must not make us read gigabytes.
enum { MOST_ENTRIES = 4096, MOST_ENTRY_BYTES = 256, MOST_NOTE_BYTES = 1 << 16, HEADER_BYTES = 64 };

// A table of sections or of segments; where its entries have what we ask for depends on the number of bits.
struct table {
    uint64_t offset;
    unsigned entry_size, entries;
    unsigned type_at, offset_at, size_at, notes;
};

static uint64_t number(const unsigned char *bytes, unsigned length)
{
    uint64_t value = 0;
    while (length-- > 0)
        value = value << 8 | bytes[length];
    return value;
}

static size_t padded(uint64_t length)
{
    return (size_t)((length + 3) & ~(uint64_t)3);
}

// As many bytes as there are.
static size_t read_at(int fd, uint64_t offset, unsigned char *bytes, size_t length)
{
    size_t got = 0;
    if (offset > INT64_MAX - length)
        return 0;
    for (ssize_t more; got < length; got += (size_t)more) {
        more = pread(fd, bytes + got, length - got, (off_t)(offset + got));
        if (more <= 0)
            break;
    }
    return got;
}

static void write_digits(const unsigned char *bytes, size_t length, char *digits, size_t size)
{
    static const char hexadecimal[] = "0123456789abcdef";
    for (; length > 0 && size > 2; length--, bytes++, size -= 2) {
        *digits++ = hexadecimal[*bytes >> 4];
        *digits++ = hexadecimal[*bytes & 15];
    }
    *digits = '\0';
}

// A note is: length of the owner's name, length of the content, type, name, content; both padded to 4 bytes.
static bool find_in(const unsigned char *notes, size_t length, char *digits, size_t size)
{
    for (size_t at = 0; length >= NOTE_HEADER && at <= length - NOTE_HEADER;) {
        uint64_t name_length = number(notes + at, 4), content_length = number(notes + at + 4, 4);
        size_t content = at + NOTE_HEADER + padded(name_length);
        if (content > length)
            return false;
        if (number(notes + at + 8, 4) == GNU_BUILD_ID && name_length == 4 && memcmp(notes + at + NOTE_HEADER, "GNU", 4) == 0) {
            size_t left = length - content;
            write_digits(notes + content, content_length < left ? (size_t)content_length : left, digits, size);
            return true;
        }
        at = content + padded(content_length);
    }
    return false;
}

static bool find_by(int fd, const struct table *table, unsigned bytes, char *digits, size_t size)
{
    if (table->offset == 0 || table->entry_size < table->size_at + bytes || table->entry_size > MOST_ENTRY_BYTES
        || table->entries > MOST_ENTRIES)
        return false;
    static unsigned char notes[MOST_NOTE_BYTES];
    unsigned char *entries = memory_zeroed(table->entries + 1, table->entry_size);
    size_t count = read_at(fd, table->offset, entries, (size_t)table->entries * table->entry_size) / table->entry_size;
    bool found = false;
    for (size_t i = 0; i < count && !found; i++) {
        const unsigned char *entry = entries + i * table->entry_size;
        if (number(entry + table->type_at, 4) != table->notes)
            continue;
        uint64_t length = number(entry + table->size_at, bytes);
        length = read_at(fd, number(entry + table->offset_at, bytes), notes,
                         length < sizeof notes ? (size_t)length : sizeof notes);
        found = find_in(notes, (size_t)length, digits, size);
    }
    free(entries);
    return found;
}

static bool find(int fd, char *digits, size_t size)
{
    unsigned char header[HEADER_BYTES] = {0};
    if (read_at(fd, 0, header, sizeof header) < 52 || memcmp(header, "\177ELF", 4) != 0 || header[5] != 1)
        return false;
    bool wide = header[4] == 2;
    unsigned bytes = wide ? 8 : 4;
    const unsigned char *counts = header + (wide ? 54 : 42);
    struct table segments = {
        .offset = number(header + (wide ? 32 : 28), bytes),
        .entry_size = (unsigned)number(counts, 2), .entries = (unsigned)number(counts + 2, 2),
        .type_at = 0, .offset_at = wide ? 8 : 4, .size_at = wide ? 32 : 16, .notes = NOTE_SEGMENT,
    };
    struct table sections = {
        .offset = number(header + (wide ? 40 : 32), bytes),
        .entry_size = (unsigned)number(counts + 4, 2), .entries = (unsigned)number(counts + 6, 2),
        .type_at = 4, .offset_at = 8 + 2 * bytes, .size_at = 8 + 3 * bytes, .notes = NOTE_SECTION,
    };
    // The loader needs only the segments: a file without a table of sections is rare but legal.
    return find_by(fd, &sections, bytes, digits, size) || find_by(fd, &segments, bytes, digits, size);
}

bool build_id_read(const char *path, char *digits, size_t size)
{
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC); // a named pipe would hold us
    bool found = fd >= 0 && find(fd, digits, size);
    if (fd >= 0)
        close(fd);
    return found;
}
