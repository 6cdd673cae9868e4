// Requests and their answers over connections that stay open, in a closed loop
// or, with a rate, in an open one.

#include "closed_loop.h"
#include "mode.h"
#include "open_loop.h"
#include "request_rules.h"
#include "request_server.h"
#include "schedule.h"

static void defaults(struct plan *plan)
{
    plan->request_size = plan->response_size = 1;
}

static void run_client(const struct plan *plan)
{
    requests_run(plan, plan->rate > 0 ? &open_loop : &closed_loop);
}

static const struct option_rule server_rules[] = {
    REQUEST_SIZES,
    STALL,
    BACKGROUND,
    {.name = NULL},
};

static const struct option_rule client_rules[] = {
    REQUEST_SIZES,
    HISTOGRAMS,
    BACKGROUND,
    {.name = "--active", .number = &asked.active, .lowest = 1, .highest = 1000000},
    {.name = "--rate", .number = &asked.rate, .lowest = 1, .highest = SCHEDULE_HIGHEST_RATE},
    {.name = NULL},
};

const struct mode rr_mode = {
    .name = "rr",
    .defaults = defaults,
    .server = {request_server_run, server_rules},
    .client = {run_client, client_rules},
};
