// flimflam-load: the two ends of a measured chain, a client that drives load
// and the server that answers it.

#include "fatal.h"
#include "mode.h"
#include "tcp.h"
#include "transport.h"

#include <signal.h>
#include <string.h>

static const char usage[] =
    "usage: flimflam-load server MODE --listen 127.0.0.1:PORT [OPTION]..., or "
    "flimflam-load client MODE --connect 127.0.0.1:PORT --jobs N [OPTION]...; modes:";

static const struct mode *const modes[] = {&echo_mode, &upload_mode, &download_mode, &both_mode, &rr_mode, &crr_mode};
enum { MODE_COUNT = sizeof modes / sizeof *modes };

struct plan asked = {.threads = 1, .jobs = 1, .connect_timeout_s = 5};

static const struct option_rule server_rules[] = {
    {.name = "--listen", .address = &asked.address},
    {.name = "--threads", .number = &asked.threads, .lowest = 1, .highest = 1024},
    {.name = NULL},
};

static const struct option_rule client_rules[] = {
    {.name = "--connect", .address = &asked.address},
    {.name = "--threads", .number = &asked.threads, .lowest = 1, .highest = 1024},
    {.name = "--jobs", .number = &asked.jobs, .lowest = 1, .highest = 1000000},
    {.name = "--connect-timeout", .number = &asked.connect_timeout_s, .lowest = 1, .highest = 3600},
    {.name = "--tls-ca", .text = &asked.tls.authority},
    {.name = "--tls-cert", .text = &asked.tls.certificate},
    {.name = "--tls-key", .text = &asked.tls.key},
    {.name = NULL},
};

static _Noreturn void refuse(void)
{
    char names[128] = "";
    for (int i = 0; i < MODE_COUNT; i++) {
        strncat(names, " ", sizeof names - strlen(names) - 1);
        strncat(names, modes[i]->name, sizeof names - strlen(names) - 1);
    }
    usage_error("%s%s", usage, names);
}

static const struct mode *mode_named(const char *name)
{
    for (int i = 0; i < MODE_COUNT; i++)
        if (strcmp(modes[i]->name, name) == 0)
            return modes[i];
    refuse();
}

static void require_sound_tls(void)
{
    int given = !!asked.tls.authority + !!asked.tls.certificate + !!asked.tls.key;
    if (given != 0 && given != 3)
        usage_error("TLS wants all of --tls-ca, --tls-cert and --tls-key");
    if (given && asked.light)
        usage_error("--light is for plain TCP: what is encrypted cannot be thrown away unread");
}

int main(int count, char **arguments)
{
    if (count < 3)
        refuse();
    bool server = strcmp(arguments[1], "server") == 0;
    if (!server && strcmp(arguments[1], "client") != 0)
        refuse();
    const struct mode *mode = mode_named(arguments[2]);
    const struct end *end = server ? &mode->server : &mode->client;
    mode->defaults(&asked);
    options_read(count, arguments, 3, server ? server_rules : client_rules, end->rules);
    options_require(server ? "--listen" : "--connect", &asked.address);
    require_sound_tls();
    if (asked.active > asked.jobs)
        usage_error("--active %lld: more than --jobs", (long long)asked.active);
    if (asked.active == 0)
        asked.active = asked.jobs;

    signal(SIGPIPE, SIG_IGN);
    tcp_raise_descriptor_limit();
    transport_prepare(&asked);
    end->run(&asked);
    return 0;
}
