// What the sampler reads: a process' line, and build ids of files of any kind.

#include "../sampler/build_id.h"
#include "../sampler/process_stat.h"
#include "test.h"

#include <string.h>
#include <unistd.h>

static void check_stat(void)
{
    struct process_stat stat;
    long page = sysconf(_SC_PAGESIZE);
    CHECK(process_stat_parse("25 (a) b) S 1 25 25 0 -1 4194560 1 2 3 4 30 12 7 8 20 0 1 0 55 1000 17 999 1 1\n", &stat));
    CHECK(stat.ticks == 42 && stat.resident_bytes == 17 * page);
    CHECK(!process_stat_parse("25 (a) S 1 25 25 0 -1 4194560 1 2 3 4 30 12", &stat));
    CHECK(!process_stat_parse("25 (a)", &stat) && !process_stat_parse("", &stat));
}

enum { FILE_BYTES = 512, NOTES = 256, NOTES_LENGTH = 16 + 20 + 16 + 5 };

static unsigned char file[FILE_BYTES];

static void put(unsigned at, unsigned long long value, int bytes)
{
    for (; bytes > 0; bytes--, at++, value >>= 8)
        file[at] = (unsigned char)value;
}

static void put_note(unsigned at, const char *owner, unsigned content_length, unsigned type)
{
    put(at, 4, 4);
    put(at + 4, content_length, 4);
    put(at + 8, type, 4);
    memcpy(file + at + 12, owner, 4);
    for (unsigned i = 0; i < content_length; i++)
        file[at + 16 + i] = (unsigned char)(0xa7 + i);
}

// One table with one entry, of notes: another's of 20 bytes, then the build id.
static void make(bool wide, bool section)
{
    int word = wide ? 8 : 4;
    unsigned entry = wide ? section ? 64 : 56 : section ? 40 : 32;
    memset(file, 0, sizeof file);
    memcpy(file, "\177ELF", 4);
    file[4] = wide ? 2 : 1;
    file[5] = 1;
    unsigned counts = (wide ? 54 : 42) + (section ? 4 : 0);
    put(section ? (wide ? 40 : 32) : (wide ? 32 : 28), 128, word);
    put(counts, entry, 2);
    put(counts + 2, 1, 2);
    if (section) {
        put(128 + 4, 7, 4);
        put(128 + (wide ? 24 : 16), NOTES, word);
        put(128 + (wide ? 32 : 20), NOTES_LENGTH, word);
    } else {
        put(128, 4, 4);
        put(128 + (wide ? 8 : 4), NOTES, word);
        put(128 + (wide ? 32 : 16), NOTES_LENGTH, word);
    }
    put_note(NOTES, "XYZ", 18, 3);
    put_note(NOTES + 36, "GNU", 5, 3);
}

static bool id_of(size_t length, char *digits, size_t size)
{
    char path[] = "/tmp/flimflam-check-XXXXXX";
    int fd = mkstemp(path);
    CHECK(fd >= 0 && write(fd, file, length) == (ssize_t)length);
    close(fd);
    bool found = build_id_read(path, digits, size);
    unlink(path);
    return found;
}

static void check_build_ids(void)
{
    char digits[64];
    for (int kind = 0; kind < 4; kind++) {
        make(kind & 1, kind & 2);
        CHECK(id_of(sizeof file, digits, sizeof digits) && strcmp(digits, "a7a8a9aaab") == 0);
        CHECK(id_of(sizeof file, digits, 5) && strcmp(digits, "a7a8") == 0);
        for (size_t length = 0; length < NOTES + 36; length++)
            CHECK(!id_of(length, digits, sizeof digits));
        put(NOTES + 36, 0xffffffff, 4);
        CHECK(!id_of(sizeof file, digits, sizeof digits));
        // Whatever is damaged, nothing worse happens than that there is no id, or another one.
        for (unsigned at = 0; at < sizeof file; at++) {
            make(kind & 1, kind & 2);
            file[at] = 0xff;
            id_of(sizeof file, digits, sizeof digits);
        }
        file[5] = 2;
        CHECK(!id_of(sizeof file, digits, sizeof digits));
    }
    CHECK(!build_id_read("/", digits, sizeof digits) && !build_id_read("/no/such", digits, sizeof digits));
}

int main(void)
{
    check_stat();
    check_build_ids();
    puts("sampler: fine");
    return 0;
}
