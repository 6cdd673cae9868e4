#ifndef FLIMFLAM_REQUEST_RULES_H
#define FLIMFLAM_REQUEST_RULES_H

#include "mode.h"
#include "plan.h"

// The options that the modes with requests share.

#define REQUEST_SIZES                                                                                      \
    {.name = "--request", .number = &asked.request_size, .lowest = 1, .highest = LARGEST_MESSAGE},         \
    {.name = "--response", .number = &asked.response_size, .lowest = 1, .highest = LARGEST_MESSAGE}

#define HISTOGRAMS {.name = "--histograms", .text = &asked.histogram_folder}

#define BACKGROUND {.name = "--background", .number = &asked.background, .lowest = 1, .highest = 100000}

#define STALL                                                                                              \
    {.name = "--stall-after", .number = &asked.stall_after_s, .lowest = 0, .highest = 3600},               \
    {.name = "--stall-for", .number = &asked.stall_for_ms, .lowest = 0, .highest = 3600000}

#endif
