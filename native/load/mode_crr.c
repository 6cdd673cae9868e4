// A connection for each request.

#include "connects.h"
#include "mode.h"
#include "request_rules.h"
#include "request_server.h"

static void defaults(struct plan *plan)
{
    plan->request_size = plan->response_size = 1;
}

static void run_client(const struct plan *plan)
{
    requests_run(plan, &connects);
}

static const struct option_rule server_rules[] = {
    REQUEST_SIZES,
    STALL,
    {.name = NULL},
};

static const struct option_rule client_rules[] = {
    REQUEST_SIZES,
    HISTOGRAMS,
    {.name = NULL},
};

const struct mode crr_mode = {
    .name = "crr",
    .defaults = defaults,
    .server = {request_server_run_once, server_rules},
    .client = {run_client, client_rules},
};
