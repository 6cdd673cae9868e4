#include "tls_object.h"

#include "fatal.h"

#include <dlfcn.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

static const char name[] = "flimflam-tls.so";

const struct tls_interface *tls_object(void)
{
    char path[PATH_MAX + sizeof name];
    ssize_t length = readlink("/proc/self/exe", path, PATH_MAX);
    if (length < 0)
        fatal("error tls: /proc/self/exe cannot be read");
    path[length] = '\0';
    strcpy(strrchr(path, '/') + 1, name);
    void *object = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!object)
        fatal("error tls: %s", dlerror());
    const struct tls_interface *found = dlsym(object, TLS_SYMBOL);
    if (!found)
        fatal("error tls: %s", dlerror());
    return found;
}
