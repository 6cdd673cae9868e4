#ifndef FLIMFLAM_KERNEL_TOTALS_H
#define FLIMFLAM_KERNEL_TOTALS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// What the kernel itself counted on these sockets. False when it does not say.
bool kernel_totals(const int *fds, int64_t count, uint64_t *received, uint64_t *acked);

#endif
