#ifndef FLIMFLAM_SIGNALS_H
#define FLIMFLAM_SIGNALS_H

// Names without SIG, as `KILL`. glibc's sigabbrev_np is too young for RHEL 8.

// Of any signal; a real-time signal or an unknown one is given as its number.
// The text is valid until the next call.
const char *signal_name(int number);

// Only of the signals that Flimflam may ask for; 0 for any other name.
int signal_number(const char *name);

#endif
