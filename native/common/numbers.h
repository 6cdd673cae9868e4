#ifndef FLIMFLAM_NUMBERS_H
#define FLIMFLAM_NUMBERS_H

#include <stdbool.h>
#include <stdint.h>

// Plain decimal digits only: no sign, no space, no overflow beyond `highest`.
bool number_parse(const char *text, int64_t highest, int64_t *value);

#endif
