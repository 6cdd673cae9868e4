#include "clear.h"

#include "fatal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DEEPEST = 100, MOST_LOOKS = 3 };

static const char *path;
static int top = -1; // so that no other folder of that name is ever cleared
static dev_t file_system;

void clear_at_end(const char *folder)
{
    struct stat found;
    top = *folder == '/' ? open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC) : -1;
    if (top < 0 || fstat(top, &found) < 0 || found.st_uid != geteuid() || (found.st_mode & 022))
        usage_error("--clear: not a private folder: %s", folder);
    path = folder;
    file_system = found.st_dev;
}

static void empty(int folder, int depth);

static void remove_folder(int parent, const char *name, int depth)
{
    fchmodat(parent, name, 0700, 0); // one that may not be written keeps what is in it
    int folder = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    for (int looks = 0; folder >= 0 && looks < MOST_LOOKS; looks++) {
        empty(folder, depth); // some file systems leave names out of a listing while others are removed
        if (unlinkat(parent, name, AT_REMOVEDIR) == 0 || errno != ENOTEMPTY)
            break;
    }
    if (folder >= 0)
        close(folder);
}

static void remove_entry(int parent, const char *name, int depth)
{
    struct stat found;
    if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0 || fstatat(parent, name, &found, AT_SYMLINK_NOFOLLOW) < 0
        || found.st_dev != file_system)
        return;
    if (!S_ISDIR(found.st_mode))
        unlinkat(parent, name, 0);
    else if (depth < DEEPEST)
        remove_folder(parent, name, depth + 1);
}

static void empty(int folder, int depth)
{
    int again = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC); // closedir() closes it
    DIR *listing = again < 0 ? NULL : fdopendir(again);
    if (!listing)
        return;
    for (struct dirent *entry; (entry = readdir(listing));)
        remove_entry(folder, entry->d_name, depth);
    closedir(listing);
}

void clear_now(void)
{
    if (top < 0)
        return;
    fchmod(top, 0700);
    for (int looks = 0; looks < MOST_LOOKS; looks++) {
        empty(top, 0);
        if (rmdir(path) == 0 || errno == ENOENT)
            return;
    }
    dprintf(STDERR_FILENO, "cannot remove %s: %s\n", path, strerror(errno));
}
