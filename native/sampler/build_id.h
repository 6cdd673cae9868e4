#ifndef FLIMFLAM_BUILD_ID_H
#define FLIMFLAM_BUILD_ID_H

#include <stdbool.h>
#include <stddef.h>

// Writes the GNU build id of an ELF file in hexadecimal digits, as much as fits. False for any other file, for one
// without an id, and for one that cannot be read.
bool build_id_read(const char *path, char *digits, size_t size);

#endif
