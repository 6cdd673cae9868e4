#ifndef FLIMFLAM_COUNTER_H
#define FLIMFLAM_COUNTER_H

#include <stdatomic.h>
#include <stdint.h>

// One thread adds, another reads: a plain load and store is enough, and spares
// the locked instruction of atomic_fetch_add.
typedef _Atomic uint64_t counter;

static inline uint64_t counter_read(const counter *counter)
{
    return atomic_load_explicit(counter, memory_order_relaxed);
}

static inline void counter_add(counter *counter, uint64_t more)
{
    atomic_store_explicit(counter, counter_read(counter) + more, memory_order_relaxed);
}

#endif
