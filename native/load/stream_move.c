#include "stream.h"

#include "clock.h"
#include "pattern.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

// A sender that was held up catches up on so much of its schedule, which costs
// the rate of a window of 5 s at most 1 %. A reader need only make good for its own timer.
enum { SEND_DEBT_NS = 50000000, RECEIVE_DEBT_NS = 5000000 };

// True when the way has to wait for its time.
static bool must_rest(struct streamer *streamer, struct way *way, int64_t now, int64_t longest_debt)
{
    if (way->pace.ns_per_byte == 0)
        return false;
    int64_t due = pace_due(&way->pace, now, longest_debt);
    if (due <= now)
        return false;
    way->resting = true;
    turns_add(&streamer->turns, due, way);
    return true;
}

static void moved(struct way *way, size_t bytes)
{
    counter_add(&way->bytes, bytes);
    way->pace.bytes += bytes;
}

static int64_t now_if_paced(const struct way *way)
{
    return way->pace.ns_per_byte == 0 ? 0 : clock_now();
}

bool stream_send(struct streamer *streamer, struct stream *stream)
{
    struct way *out = &stream->out;
    int64_t now = now_if_paced(out);
    for (size_t done = 0; done < streamer->send_budget;) {
        if (must_rest(streamer, out, now, SEND_DEBT_NS))
            return true;
        if (out->rest == 0)
            out->rest = streamer->piece;
        size_t length = out->rest;
        if (streamer->plan->verify) {
            if (length > BUFFER_SIZE)
                length = BUFFER_SIZE;
            pattern_fill(streamer->pattern, length, out->seed, counter_read(&out->bytes));
        }
        ssize_t sent = transport_send(&stream->transport, streamer->pattern, length);
        if (sent < 0 && errno == EAGAIN)
            return true;
        if (sent < 0) {
            stream_end(streamer, stream, strerror(errno));
            return false;
        }
        out->rest -= (size_t)sent;
        done += (size_t)sent;
        moved(out, (size_t)sent);
        if ((size_t)sent < length)
            return true; // the socket is full
    }
    return true;
}

bool stream_receive(struct streamer *streamer, struct stream *stream)
{
    struct way *in = &stream->in;
    bool light = streamer->plan->light;
    int64_t now = now_if_paced(in);
    for (size_t done = 0; done < streamer->receive_budget;) {
        if (must_rest(streamer, in, now, RECEIVE_DEBT_NS))
            return true;
        // MSG_TRUNC: TCP throws the bytes away instead of copying them.
        bool more;
        ssize_t got = transport_receive(&stream->transport, streamer->sink, streamer->room, light ? MSG_TRUNC : 0, &more);
        if (got < 0 && errno == EAGAIN)
            return true;
        if (got <= 0) {
            stream_end(streamer, stream, got == 0 ? NULL : strerror(errno));
            return false;
        }
        uint64_t before = counter_read(&in->bytes);
        if (streamer->plan->verify) {
            size_t right = pattern_right(streamer->sink, (size_t)got, in->seed, before);
            if (right < (size_t)got)
                stream_wrong(streamer, stream, before + right);
        }
        done += (size_t)got;
        moved(in, (size_t)got);
        if (!more)
            return true; // the socket is empty
    }
    return true;
}
