#ifndef FLIMFLAM_ADDRESS_H
#define FLIMFLAM_ADDRESS_H

#include <netinet/in.h>
#include <stdbool.h>

// Reads `127.0.0.1:5000`.
bool address_parse(const char *text, struct sockaddr_in *address);

#endif
