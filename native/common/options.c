#include "options.h"

#include "address.h"
#include "fatal.h"
#include "numbers.h"

#include <stdbool.h>
#include <string.h>

static void read_value(const struct option_rule *rule, const char *value)
{
    if (rule->address) {
        if (!address_parse(value, rule->address))
            usage_error("%s: not an address like 127.0.0.1:5000: %s", rule->name, value);
        return;
    }
    if (rule->text)
        *rule->text = value;
    else if (!number_parse(value, rule->highest, rule->number) || *rule->number < rule->lowest)
        usage_error("%s: not a number from %lld to %lld: %s", rule->name, (long long)rule->lowest,
                    (long long)rule->highest, value);
}

static const struct option_rule *named(const struct option_rule *rules, const char *name)
{
    for (; rules && rules->name; rules++)
        if (strcmp(rules->name, name) == 0)
            return rules;
    return NULL;
}

void options_read(int count, char **arguments, int first, const struct option_rule *rules,
                  const struct option_rule *more)
{
    for (int i = first; i < count; i++) {
        const struct option_rule *rule = named(rules, arguments[i]);
        if (!rule)
            rule = named(more, arguments[i]);
        if (!rule)
            usage_error("unknown option: %s", arguments[i]);
        if (rule->flag) {
            *rule->flag = true;
            continue;
        }
        if (i + 1 == count)
            usage_error("%s: value missing", arguments[i]);
        read_value(rule, arguments[++i]);
    }
}

void options_require(const char *name, const struct sockaddr_in *address)
{
    if (address->sin_family != AF_INET)
        usage_error("%s is required", name);
}
