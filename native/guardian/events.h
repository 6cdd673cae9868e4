#ifndef FLIMFLAM_EVENTS_H
#define FLIMFLAM_EVENTS_H

// Tells Flimflam one event: its fields, ended by NULL, as one line.
void event_send(const char *field, ...) __attribute__((sentinel));

// `event_send(name-of-event, name, formatted text)`.
void event_explain(const char *event, const char *name, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
