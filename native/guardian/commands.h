#ifndef FLIMFLAM_COMMANDS_H
#define FLIMFLAM_COMMANDS_H

enum command_outcome { COMMAND_DONE, COMMAND_QUIT };

// Obeys one line from Flimflam; the line is changed by it.
enum command_outcome command_obey(char *line);

#endif
