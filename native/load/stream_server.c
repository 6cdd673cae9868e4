// The server end of streams that are not echoed: an acceptor hands each
// connection to one of the threads, which receive, send, or both.

#include "control.h"
#include "memory.h"
#include "shares.h"
#include "stream.h"
#include "stream_ends.h"
#include "tcp.h"
#include "threads.h"

#include <stdio.h>
#include <unistd.h>

enum { SAMPLE_INTERVAL_NS = 100000000 };

static const struct plan *plan;
static struct streamer *streamers;
static struct stream *_Atomic latest; // of all streams that ever were
static counter accepted;
static int marks_taken;

static void *accept_all(void *argument)
{
    const int *listener = argument;
    for (int64_t number = 0;; number++) {
        struct stream *stream = memory_zeroed(1, sizeof *stream);
        stream->transport.fd = tcp_accept(*listener);
        stream->number = number;
        stream->next = atomic_load(&latest);
        atomic_store(&latest, stream);
        counter_add(&accepted, 1);
        streamer_add(&streamers[number % plan->threads], stream);
    }
    return NULL;
}

static void describe_counts(char *text, size_t size, uint64_t received)
{
    uint64_t sent = 0, ended = 0, half_closed = 0;
    for (const struct stream *stream = atomic_load(&latest); stream; stream = stream->next)
        sent += counter_read(&stream->out.bytes);
    for (int64_t i = 0; i < plan->threads; i++) {
        ended += counter_read(&streamers[i].ended);
        half_closed += counter_read(&streamers[i].half_closed);
    }
    snprintf(text, size, "rx=%llu tx=%llu connections=%llu half_closed=%llu", (unsigned long long)received,
             (unsigned long long)sent, (unsigned long long)(counter_read(&accepted) - ended),
             (unsigned long long)half_closed);
}

static void describe_sample(char *text, size_t size)
{
    uint64_t received = 0;
    for (const struct stream *stream = atomic_load(&latest); stream; stream = stream->next)
        received += counter_read(&stream->in.bytes);
    describe_counts(text, size, received);
}

static void describe(char *text, size_t size)
{
    describe_counts(text, size, shares_read(atomic_load(&latest), marks_taken));
}

static void marked(void)
{
    if (++marks_taken == 2 && plan->direction != DOWNLOAD)
        shares_say(atomic_load(&latest));
}

void stream_server_run(const struct plan *given)
{
    plan = given;
    streamers = memory_aligned((size_t)plan->threads * sizeof *streamers);
    for (int64_t i = 0; i < plan->threads; i++) {
        streamer_prepare(&streamers[i], plan, true);
        thread_start("load", (int)i, streamer_work, &streamers[i]);
    }
    static int listener;
    listener = tcp_listen(&plan->address, SEND_BUFFER);
    thread_start("load-accept", 0, accept_all, &listener);
    control_serve(&(struct control){
        .describe = describe,
        .describe_sample = describe_sample,
        .sample_interval_ns = plan->direction == DOWNLOAD ? 0 : SAMPLE_INTERVAL_NS,
        .marked = marked,
    });
    _exit(0); // the threads still use what an orderly end would free
}
