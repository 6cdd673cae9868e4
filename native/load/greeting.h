#ifndef FLIMFLAM_GREETING_H
#define FLIMFLAM_GREETING_H

#include "stream.h"

// The client of a verified stream tells the server which connection this is,
// since relays accept and connect in an order of their own; and where some
// connections are idle, it tells which are not. It is no payload.
void greeting_send(struct streamer *streamer, const struct stream *stream);

// False as long as the greeting is not complete, and when the stream has ended.
bool greeting_receive(struct streamer *streamer, struct stream *stream);

#endif
