// Streams: sent back by the server, or one way, or both ways at once.

#include "echo_server.h"
#include "mode.h"
#include "stream_ends.h"

// A sender asks for so many bytes in one call; its thread has a buffer of that size.
enum { LARGEST_SEND = 16 * 1024 * 1024 };

// Bits per second; what no machine does is a mistake.
#define HIGHEST_RATE 1000000000000000


static void echo(struct plan *plan)
{
    plan->direction = ECHO;
}

static void upload(struct plan *plan)
{
    plan->direction = UPLOAD;
}

static void download(struct plan *plan)
{
    plan->direction = DOWNLOAD;
}

static void both(struct plan *plan)
{
    plan->direction = BOTH;
}

#define SENDER \
    {.name = "--message-size", .number = &asked.message_size, .lowest = 1, .highest = LARGEST_SEND}, \
    {.name = "--rate", .number = &asked.stream_rate, .lowest = 1, .highest = HIGHEST_RATE}
#define RECEIVER \
    {.name = "--reader-rate", .number = &asked.reader_rate, .lowest = 1, .highest = HIGHEST_RATE}, \
    {.name = "--verify", .flag = &asked.verify}
#define ACTIVE {.name = "--active", .number = &asked.active, .lowest = 1, .highest = 1000000}
#define LIGHT {.name = "--light", .flag = &asked.light}
#define HALF_CLOSE {.name = "--half-close", .flag = &asked.half_close}
// The server shares its rates over the active ones of so many connections.
#define JOBS {.name = "--jobs", .number = &asked.jobs, .lowest = 1, .highest = 1000000}

static const struct option_rule client_rules[] = {SENDER, RECEIVER, LIGHT, ACTIVE, {.name = NULL}};
static const struct option_rule server_rules[] = {SENDER, RECEIVER, LIGHT, ACTIVE, JOBS, {.name = NULL}};

static const struct option_rule download_client_rules[] = {SENDER, RECEIVER, LIGHT, ACTIVE, HALF_CLOSE, {.name = NULL}};
static const struct option_rule download_server_rules[] = {
    SENDER, RECEIVER, LIGHT, ACTIVE, JOBS, HALF_CLOSE, {.name = NULL},
};

static const struct option_rule echo_server_rules[] = {LIGHT, {.name = NULL}};

const struct mode echo_mode = {"echo", echo, {echo_server_run, echo_server_rules}, {stream_client_run, client_rules}};
const struct mode upload_mode = {"upload", upload, {stream_server_run, server_rules}, {stream_client_run, client_rules}};
const struct mode download_mode = {
    "download", download, {stream_server_run, download_server_rules}, {stream_client_run, download_client_rules}};
const struct mode both_mode = {"both", both, {stream_server_run, server_rules}, {stream_client_run, client_rules}};
