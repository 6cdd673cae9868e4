// The client end of streams: threads drive their share of the connections, the
// main thread counts and keeps the time.

#include "connect.h"
#include "control.h"
#include "memory.h"
#include "shares.h"
#include "stream.h"
#include "stream_ends.h"
#include "threads.h"

#include <stdio.h>
#include <unistd.h>

enum { SAMPLE_INTERVAL_NS = 100000000 };

static const struct plan *plan;
static struct stream *streams;
static int marks_taken;

static void describe_counts(char *text, size_t size, uint64_t received)
{
    uint64_t sent = 0;
    for (int64_t i = 0; i < plan->jobs; i++)
        sent += counter_read(&streams[i].out.bytes);
    snprintf(text, size, "rx=%llu tx=%llu ops=0", (unsigned long long)received, (unsigned long long)sent);
}

static void describe_sample(char *text, size_t size)
{
    uint64_t received = 0;
    for (int64_t i = 0; i < plan->jobs; i++)
        received += counter_read(&streams[i].in.bytes);
    describe_counts(text, size, received);
}

static void describe(char *text, size_t size)
{
    describe_counts(text, size, shares_read(streams, marks_taken));
}

static void marked(void)
{
    if (++marks_taken == 2 && plan->direction != UPLOAD)
        shares_say(streams);
}

void stream_client_run(const struct plan *given)
{
    plan = given;
    const struct transport *transports = connect_all(plan);
    control_say("connected %lld", (long long)plan->jobs);
    streams = memory_zeroed((size_t)plan->jobs, sizeof *streams);
    struct streamer *streamers = memory_aligned((size_t)plan->threads * sizeof *streamers);
    for (int64_t i = 0; i < plan->threads; i++)
        streamer_prepare(&streamers[i], plan, false);
    for (int64_t i = 0; i < plan->jobs; i++) {
        streams[i].transport = transports[i];
        streams[i].number = i;
        streams[i].next = i + 1 < plan->jobs ? &streams[i + 1] : NULL;
        streamer_add(&streamers[i % plan->threads], &streams[i]);
    }
    for (int64_t i = 0; i < plan->threads; i++)
        thread_start("load", (int)i, streamer_work, &streamers[i]);
    control_serve(&(struct control){
        .describe = describe,
        .describe_sample = describe_sample,
        .sample_interval_ns = SAMPLE_INTERVAL_NS,
        .marked = marked,
    });
    _exit(0); // the threads still use what an orderly end would free
}
