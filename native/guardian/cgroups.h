#ifndef FLIMFLAM_CGROUPS_H
#define FLIMFLAM_CGROUPS_H

// Folders of cgroups that shall not outlive the run, whoever made them.

// May be told before the folder is there, so that no moment is left in which it would be forgotten.
void cgroup_remove_at_end(const char *folder);

// Removes them, empty as they are when every process has ended.
void cgroups_remove(void);

#endif
