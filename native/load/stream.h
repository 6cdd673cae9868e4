#ifndef FLIMFLAM_STREAM_H
#define FLIMFLAM_STREAM_H

#include "counter.h"
#include "pace.h"
#include "plan.h"
#include "transport.h"
#include "turns.h"

#include <stdalign.h>
#include <stdbool.h>
#include <stddef.h>

enum { GREETING_SIZE = 16 };

// One way of a connection: what this end sends, or what it receives.
struct way {
    struct stream *stream;
    counter bytes;         // moved so far
    uint64_t bytes_at_mark, bytes_before; // see shares.h
    _Atomic bool used; // set by the thread, looked at by the marks
    bool resting;   // waits for its turn, so that epoll need not tell of it
    uint64_t seed;  // of the pattern of a verified stream
    size_t rest;    // sending: bytes of the message under way
    struct pace pace;
};

// One end of a connection over which bytes flow, one way or both, independent
// of each other.
struct stream {
    struct transport transport; // its fd is -1: it has ended
    int64_t number;
    bool begun;
    bool half_closed; // the client has ended its direction, or at the server: its end was seen
    uint32_t watched; // what epoll waits for
    struct way out, in;
    char greeting[GREETING_SIZE]; // see greeting.h
    size_t greeted;
    struct stream *next; // of all streams of this end
};

// One thread, and its streams.
struct streamer {
    alignas(64) int epoll;
    const struct plan *plan;
    bool server;
    size_t piece, send_budget;      // most bytes of a call, and of a round
    size_t room, receive_budget;
    char *pattern; // what is sent
    char *sink;    // where the received bytes go
    struct turns turns;
    counter ended, half_closed;
};

void streamer_prepare(struct streamer *streamer, const struct plan *plan, bool server);

// Lets the thread of the streamer begin with it.
void streamer_add(struct streamer *streamer, struct stream *stream);

// The thread of a streamer.
void *streamer_work(void *streamer);

// What becomes of a stream whose peer has ended it (`reason` NULL), or that is
// lost: the end of a client, but for a server only of the stream.
void stream_end(struct streamer *streamer, struct stream *stream, const char *reason);

// Ends the process: a byte of a verified stream is not what it should be.
_Noreturn void stream_wrong(const struct streamer *streamer, const struct stream *stream, uint64_t offset);

// Moves what can be moved in one round. False when the stream has ended.
bool stream_send(struct streamer *streamer, struct stream *stream);
bool stream_receive(struct streamer *streamer, struct stream *stream);

#endif
