#ifndef FLIMFLAM_PLAN_H
#define FLIMFLAM_PLAN_H

#include "tls.h"

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>

enum {
    // Both found by measuring: what is under way should stay in the cache of a
    // core from one copy to the next, yet be enough for few system calls.
    BUFFER_SIZE = 64 * 1024,
    SEND_BUFFER = 128 * 1024,
    EVENT_BATCH = 64,
    LARGEST_MESSAGE = 1 << 30,
};

enum direction { ECHO, UPLOAD, DOWNLOAD, BOTH };

// What the command line asks for.
struct plan {
    struct sockaddr_in address;
    int64_t threads, jobs, connect_timeout_s;
    int64_t active; // connections that talk: those with the lowest numbers; the others stay idle
    // Streams: bytes of a send (0: as it is best), bits per second over all
    // connections (0: as fast as it goes), and what is done with the bytes.
    enum direction direction;
    int64_t message_size, stream_rate, reader_rate;
    bool verify, light;
    bool half_close; // a client that sends nothing says so, and receives on
    // Requests: bytes of one and of its answer, how many a second (0: closed
    // loop), the folder of the histograms, and a fault of the server for tests.
    int64_t request_size, response_size, rate;
    const char *histogram_folder;
    int64_t stall_after_s, stall_for_ms;
    int64_t background; // streams beside them, see background.h
    struct tls_files tls; // of a client that speaks TLS; else NULL
};

#endif
