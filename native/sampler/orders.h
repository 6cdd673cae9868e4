#ifndef FLIMFLAM_ORDERS_H
#define FLIMFLAM_ORDERS_H

// Obeys one line from Flimflam; the line is changed by it.
void order_obey(char *line);

#endif
