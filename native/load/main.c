// flimflam-load: the two ends of a measured chain, a client that drives load
// and the server that answers it.

#include "fatal.h"
#include "options.h"
#include "plan.h"
#include "tcp.h"

#include <signal.h>
#include <string.h>

static const char usage[] =
    "usage: flimflam-load server echo|rr --listen 127.0.0.1:PORT --threads N [--message-size B], or "
    "flimflam-load client echo|rr --connect 127.0.0.1:PORT --jobs N --threads N [--message-size B] "
    "[--histogram FILE] [--connect-timeout S]";

int main(int count, char **arguments)
{
    if (count < 3)
        usage_error("%s", usage);
    bool server = strcmp(arguments[1], "server") == 0;
    struct plan plan = {.threads = 1, .jobs = 1, .message_size = 1, .connect_timeout_s = 5};
    plan.request_response = strcmp(arguments[2], "rr") == 0;
    if ((!server && strcmp(arguments[1], "client") != 0)
        || (!plan.request_response && strcmp(arguments[2], "echo") != 0))
        usage_error("%s", usage);

    const char *address_name = server ? "--listen" : "--connect";
    struct option_rule rules[7] = {
        {.name = address_name, .address = &plan.address},
        {.name = "--threads", .number = &plan.threads, .lowest = 1, .highest = 1024},
        {.name = "--message-size", .number = &plan.message_size, .lowest = 1, .highest = 1 << 30},
    };
    if (!server) {
        rules[3] = (struct option_rule){.name = "--jobs", .number = &plan.jobs, .lowest = 1, .highest = 1000000};
        rules[4] = (struct option_rule){.name = "--histogram", .text = &plan.histogram_path};
        rules[5] = (struct option_rule){
            .name = "--connect-timeout", .number = &plan.connect_timeout_s, .lowest = 1, .highest = 3600};
    }
    options_read(count, arguments, 3, rules);
    options_require(address_name, &plan.address);

    signal(SIGPIPE, SIG_IGN);
    tcp_raise_descriptor_limit();
    if (server)
        server_run(&plan);
    else
        client_run(&plan);
    return 0;
}
