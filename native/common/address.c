#include "address.h"

#include "numbers.h"

#include <arpa/inet.h>
#include <string.h>

bool address_parse(const char *text, struct sockaddr_in *address)
{
    char host[INET_ADDRSTRLEN] = "";
    int64_t port;
    const char *colon = strrchr(text, ':');
    if (!colon || (size_t)(colon - text) >= sizeof host || !number_parse(colon + 1, 65535, &port))
        return false;
    memcpy(host, text, (size_t)(colon - text));
    if (inet_pton(AF_INET, host, &address->sin_addr) != 1)
        return false;
    address->sin_port = htons((uint16_t)port);
    address->sin_family = AF_INET;
    return true;
}
