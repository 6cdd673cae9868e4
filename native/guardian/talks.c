#include "talks.h"

#include "clock.h"
#include "events.h"
#include "fatal.h"
#include "lines.h"
#include "memory.h"
#include "queue.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    READY_AT_ONCE = 16,
    // A file of 4 MiB in one line, twice escaped, is shorter; a longer one is cut.
    LONGEST_LINE = 32 << 20,
    MOST_UNREAD = 4 << 20,
    KEPT_CAPACITY = 1 << 20,
    // Each read takes 16 KB or more, and no socket holds 64 times that.
    MOST_READS = 64,
};

struct talk {
    char *name;
    struct lines heard;
    struct queue said;
    struct talk *next;
};

static struct talk *talks;
static int ready_fd = -1;

int talks_allow(void)
{
    ready_fd = epoll_create1(EPOLL_CLOEXEC);
    if (ready_fd < 0)
        fatal("cannot create an epoll descriptor: %s", strerror(errno));
    return ready_fd;
}

bool talks_allowed(void)
{
    return ready_fd >= 0;
}

bool talk_pair(int ends[2])
{
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
        return false;
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    return true;
}

static struct talk *find(const char *name)
{
    struct talk *talk = talks;
    while (talk && strcmp(talk->name, name) != 0)
        talk = talk->next;
    return talk;
}

static void wait_for(struct talk *talk, int operation)
{
    struct epoll_event wanted = {.events = EPOLLIN, .data.ptr = talk};
    if (queue_length(&talk->said) > 0)
        wanted.events |= EPOLLOUT;
    if (epoll_ctl(ready_fd, operation, talk->heard.fd, &wanted) < 0)
        fatal("cannot wait for a child: %s", strerror(errno));
}

void talk_begin(const char *name, int end)
{
    struct talk *talk = memory_zeroed(1, sizeof *talk);
    talk->name = strcpy(memory_zeroed(strlen(name) + 1, 1), name);
    talk->heard.fd = end;
    talk->next = talks;
    talks = talk;
    wait_for(talk, EPOLL_CTL_ADD);
}

static void say_more(struct talk *talk)
{
    queue_flush(&talk->said, talk->heard.fd);
    wait_for(talk, EPOLL_CTL_MOD);
}

void talk_say(const char *name, const char *text)
{
    struct talk *talk = find(name);
    if (!talk || queue_length(&talk->said) > MOST_UNREAD)
        return;
    queue_add(&talk->said, text, strlen(text));
    queue_add(&talk->said, "\n", 1);
    say_more(talk);
}

static void tell_rest(struct talk *talk, int64_t now)
{
    struct lines *heard = &talk->heard;
    if (heard->end > heard->begin)
        event_line(talk->name, now, heard->bytes + heard->begin, heard->end - heard->begin);
    heard->begin = heard->end = heard->searched = 0;
}

// One read. False at the end.
static bool hear(struct talk *talk)
{
    struct lines *heard = &talk->heard;
    bool open = lines_fill(heard);
    int64_t now = clock_now();
    for (char *line; (line = lines_next(heard));)
        event_line(talk->name, now, line, heard->length);
    if (!open || heard->end - heard->begin > LONGEST_LINE)
        tell_rest(talk, now);
    if (heard->begin == heard->end && heard->capacity > KEPT_CAPACITY)
        lines_free(heard);
    return open;
}

static void finish(struct talk *talk)
{
    struct talk **place = &talks;
    while (*place != talk)
        place = &(*place)->next;
    *place = talk->next;
    event_send("closed", talk->name, NULL);
    close(talk->heard.fd);
    lines_free(&talk->heard);
    queue_free(&talk->said);
    free(talk->name);
    free(talk);
}

void talks_serve(void)
{
    struct epoll_event ready[READY_AT_ONCE];
    int count = epoll_wait(ready_fd, ready, READY_AT_ONCE, 0);
    for (int i = 0; i < count; i++) {
        struct talk *talk = ready[i].data.ptr;
        if (ready[i].events & EPOLLOUT)
            say_more(talk);
        if ((ready[i].events & ~(uint32_t)EPOLLOUT) && !hear(talk))
            finish(talk);
    }
}

// False at the end.
static bool drain(struct talk *talk)
{
    struct pollfd readable = {.fd = talk->heard.fd, .events = POLLIN};
    bool open = true;
    for (int reads = 0; open && reads < MOST_READS && poll(&readable, 1, 0) > 0; reads++)
        open = hear(talk);
    return open;
}

void talk_drain(const char *name)
{
    struct talk *talk = find(name);
    if (talk && !drain(talk))
        finish(talk);
}

static void end(struct talk *talk)
{
    if (drain(talk))
        tell_rest(talk, clock_now());
    finish(talk);
}

void talk_end(const char *name)
{
    struct talk *talk = find(name);
    if (talk)
        end(talk);
}

void talks_end(void)
{
    while (talks)
        end(talks);
}
