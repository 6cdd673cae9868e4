#include "stream.h"

#include "clock.h"
#include "control.h"
#include "fatal.h"
#include "greeting.h"
#include "memory.h"
#include "pattern.h"
#include "threads.h"

#include <errno.h>
#include <string.h>
#include <sys/epoll.h>

enum {
    PATTERN_BYTE = 0x5a,
    // Of a light stream, where nothing is copied out: larger calls are cheaper.
    LIGHT_PIECE = 128 * 1024,
    LIGHT_ROOM = 1024 * 1024,
    // An echo is under way twice, and waits at either end. Of thousands of
    // connections that is more than TCP may hold in all: found by measuring,
    // as 5,000 were three times as fast in some runs as in others. 16 KiB are
    // few calls still.
    LEAST_PIECE = 16 * 1024,
    PIECES_OF_ALL = 80 * 1024 * 1024,
    // Of one direction. What is sent back by an echo should not gather, so there one call is a round.
    ROUND = 4 * BUFFER_SIZE,
};

// Bytes of one send where nobody asks for anything else.
static size_t usual_piece(const struct plan *plan)
{
    if (plan->light)
        return LIGHT_PIECE;
    if (plan->direction != ECHO)
        return BUFFER_SIZE;
    int64_t share = PIECES_OF_ALL / plan->active / LEAST_PIECE * LEAST_PIECE;
    return share < LEAST_PIECE ? LEAST_PIECE : share < BUFFER_SIZE ? (size_t)share : BUFFER_SIZE;
}

// Where the server must know which connection this is, or whether it will be idle.
static bool greets(const struct streamer *streamer)
{
    const struct plan *plan = streamer->plan;
    return plan->direction != ECHO && (plan->verify || plan->active < plan->jobs);
}

static bool stays_idle(const struct streamer *streamer, const struct stream *stream)
{
    return !streamer->server && stream->number >= streamer->plan->active;
}

void streamer_prepare(struct streamer *streamer, const struct plan *plan, bool server)
{
    streamer->plan = plan;
    streamer->server = server;
    streamer->epoll = epoll_open();
    streamer->piece = plan->message_size > 0 ? (size_t)plan->message_size
        : plan->stream_rate > 0              ? pace_piece((double)plan->stream_rate, plan->active)
                                             : usual_piece(plan);
    streamer->room = plan->reader_rate > 0 ? pace_piece((double)plan->reader_rate, plan->active)
        : plan->light                      ? LIGHT_ROOM
                                           : BUFFER_SIZE;
    streamer->send_budget = plan->direction == ECHO ? BUFFER_SIZE : plan->light ? LIGHT_PIECE : ROUND;
    streamer->receive_budget = plan->direction == ECHO ? BUFFER_SIZE : ROUND;
    size_t largest = streamer->piece > BUFFER_SIZE ? streamer->piece : BUFFER_SIZE;
    streamer->pattern = memset(memory_zeroed(1, largest), PATTERN_BYTE, largest);
    streamer->sink = memory_zeroed(1, streamer->room);
    turns_open(&streamer->turns, streamer->epoll);
}

static void watch(struct streamer *streamer, struct stream *stream, int operation, uint32_t wanted)
{
    struct epoll_event event = {.events = wanted, .data.ptr = stream};
    stream->watched = wanted;
    if (epoll_ctl(streamer->epoll, operation, stream->transport.fd, &event) < 0)
        fatal("cannot watch a connection: %s", strerror(errno));
}

void streamer_add(struct streamer *streamer, struct stream *stream)
{
    // A new socket can be written to at once.
    watch(streamer, stream, EPOLL_CTL_ADD, EPOLLOUT);
}

static void watch_what_matters(struct streamer *streamer, struct stream *stream)
{
    // Even where nothing is received the end of the peer is seen; once is enough.
    uint32_t wanted = streamer->server && stream->half_closed ? 0 : EPOLLRDHUP;
    if (stream->out.used && !stream->out.resting)
        wanted |= EPOLLOUT;
    if (stream->in.used && !stream->in.resting)
        wanted |= EPOLLIN;
    if (wanted != stream->watched)
        watch(streamer, stream, EPOLL_CTL_MOD, wanted);
}

static void begin_flow(struct streamer *streamer, struct stream *stream)
{
    const struct plan *plan = streamer->plan;
    bool upwards = !streamer->server;
    int64_t now = clock_now();
    stream->out.stream = stream->in.stream = stream;
    stream->out.used = plan->direction != (streamer->server ? UPLOAD : DOWNLOAD);
    stream->in.used = plan->direction != (streamer->server ? DOWNLOAD : UPLOAD);
    stream->out.seed = pattern_seed(stream->number, upwards);
    stream->in.seed = pattern_seed(stream->number, plan->direction == ECHO ? upwards : !upwards);
    if (plan->stream_rate > 0)
        pace_begin(&stream->out.pace, (double)plan->stream_rate, plan->active, stream->number, streamer->piece, now);
    if (plan->reader_rate > 0)
        pace_begin(&stream->in.pace, (double)plan->reader_rate, plan->active, stream->number, streamer->room, now);
    stream->begun = true;
}

static void half_close(struct streamer *streamer, struct stream *stream)
{
    stream->half_closed = true;
    counter_add(&streamer->half_closed, 1);
    if (!streamer->server && transport_finish(&stream->transport) < 0)
        stream_end(streamer, stream, strerror(errno));
}

static void begin(struct streamer *streamer, struct stream *stream)
{
    if (stays_idle(streamer, stream)) {
        stream->begun = true;
        watch_what_matters(streamer, stream);
        return;
    }
    if (greets(streamer)) {
        if (!streamer->server)
            greeting_send(streamer, stream);
        else if (!greeting_receive(streamer, stream)) {
            if (stream->transport.fd >= 0 && stream->watched != EPOLLIN)
                watch(streamer, stream, EPOLL_CTL_MOD, EPOLLIN);
            return;
        }
    }
    begin_flow(streamer, stream);
    if (streamer->plan->half_close && !streamer->server)
        half_close(streamer, stream);
    watch_what_matters(streamer, stream);
}

// Whether the peer has ended no more than its own direction, as it should. A reset, or the answer of a kernel
// whose socket is closed to what was sent to it, is another event.
static bool only_half_closed(struct streamer *streamer, struct stream *stream, uint32_t events)
{
    if (!streamer->plan->half_close || !streamer->server || (events & (EPOLLERR | EPOLLHUP)))
        return false;
    if (!stream->half_closed)
        half_close(streamer, stream);
    return true;
}

static void serve(struct streamer *streamer, struct stream *stream, uint32_t events)
{
    if (stream->transport.fd < 0)
        return;
    if (!stream->begun) {
        begin(streamer, stream);
        return;
    }
    bool ends = events & (EPOLLERR | EPOLLHUP | EPOLLRDHUP);
    if (stream->in.used && ((events & EPOLLIN) || (ends && !stream->in.resting)) && !stream_receive(streamer, stream))
        return;
    if (stream->out.used && (events & EPOLLOUT) && !stream_send(streamer, stream))
        return;
    if (ends && !stream->in.used && !only_half_closed(streamer, stream, events)) {
        stream_end(streamer, stream, NULL);
        return;
    }
    watch_what_matters(streamer, stream);
}

static void take_turns(struct streamer *streamer)
{
    int64_t now = clock_now();
    for (struct way *way; (way = turns_take(&streamer->turns, now));) {
        struct stream *stream = way->stream;
        way->resting = false;
        if (stream->transport.fd < 0)
            continue;
        bool goes_on = way == &stream->out ? stream_send(streamer, stream) : stream_receive(streamer, stream);
        if (goes_on)
            watch_what_matters(streamer, stream);
    }
    turns_arm(&streamer->turns);
}

void *streamer_work(void *argument)
{
    struct streamer *streamer = argument;
    struct epoll_event events[EVENT_BATCH];
    for (;;) {
        int count = epoll_wait(streamer->epoll, events, EVENT_BATCH, -1);
        for (int i = 0; i < count; i++)
            if (events[i].data.ptr)
                serve(streamer, events[i].data.ptr, events[i].events);
        if (streamer->turns.count > 0)
            take_turns(streamer);
    }
    return NULL;
}

static const char *received_direction(const struct streamer *streamer)
{
    return streamer->plan->direction == ECHO ? "echo" : streamer->server ? "upload" : "download";
}

void stream_wrong(const struct streamer *streamer, const struct stream *stream, uint64_t offset)
{
    const char *direction = received_direction(streamer);
    control_say("error connection %lld: %s: wrong byte at offset %llu", (long long)stream->number, direction,
                (unsigned long long)offset);
    fatal("error connection %lld: %s: wrong byte at offset %llu", (long long)stream->number, direction,
          (unsigned long long)offset);
}

void stream_end(struct streamer *streamer, struct stream *stream, const char *reason)
{
    if (!streamer->server) {
        transport_explain(&stream->transport);
        reason = reason ? reason : "closed by the peer";
        const char *although = stream->half_closed ? " although only its sending end was closed" : "";
        control_say("error connection %lld: %s%s", (long long)stream->number, reason, although);
        fatal("error connection %lld: %s%s", (long long)stream->number, reason, although);
    }
    transport_close(&stream->transport);
    counter_add(&streamer->ended, 1);
}
