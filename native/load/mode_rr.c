// Requests and their responses, in a closed loop.

#include "ends.h"
#include "mode.h"

static void defaults(struct plan *plan)
{
    plan->request_response = true;
    plan->message_size = 1;
}

#define MESSAGE_SIZE {.name = "--message-size", .number = &asked.message_size, .lowest = 1, .highest = LARGEST_MESSAGE}

static const struct option_rule server_rules[] = {
    MESSAGE_SIZE,
    {.name = NULL},
};

static const struct option_rule client_rules[] = {
    MESSAGE_SIZE,
    {.name = "--histogram", .text = &asked.histogram_path},
    {.name = NULL},
};

const struct mode rr_mode = {
    .name = "rr",
    .defaults = defaults,
    .server = {server_run, server_rules},
    .client = {client_run, client_rules},
};
