#include "pace.h"

static double ns_per_byte(double rate, int64_t sharers)
{
    return 8e9 * (double)sharers / rate;
}

void pace_begin(struct pace *pace, double rate, int64_t sharers, int64_t place, uint64_t piece, int64_t now)
{
    pace->ns_per_byte = ns_per_byte(rate, sharers);
    pace->bytes = 0;
    pace->begin = now + (int64_t)(pace->ns_per_byte * (double)piece * (double)(place % sharers) / (double)sharers);
}

int64_t pace_due(struct pace *pace, int64_t now, int64_t longest_debt)
{
    int64_t due = pace->begin + (int64_t)((double)pace->bytes * pace->ns_per_byte);
    if (due >= now - longest_debt)
        return due;
    pace->begin += now - longest_debt - due;
    return now - longest_debt;
}

uint64_t pace_piece(double rate, int64_t sharers)
{
    // Below, the calls would cost more than the bytes; above, bursts would fill the buffers of a relay.
    enum { LEAST = 4096, MOST = 65536 };
    double worth = 1e6 / ns_per_byte(rate, sharers);
    return worth < LEAST ? LEAST : worth > MOST ? MOST : (uint64_t)worth;
}
