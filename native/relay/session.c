#include "session.h"

#include "memory.h"
#include "tcp.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

// A side that nothing is wanted of leaves epoll altogether: a socket that was
// shut in both directions would report EPOLLHUP for ever, asked or not.
static bool watch(const struct relayer *relayer, struct side *side, uint32_t wanted)
{
    if (wanted == side->watched)
        return true;
    int operation = side->watched == 0 ? EPOLL_CTL_ADD : wanted == 0 ? EPOLL_CTL_DEL : EPOLL_CTL_MOD;
    struct epoll_event event = {.events = wanted, .data.ptr = side};
    side->watched = wanted;
    return epoll_ctl(relayer->epoll, operation, side->fd, &event) == 0;
}

static void finish(struct relayer *relayer, struct session *session)
{
    for (int i = 0; i < SIDES; i++) {
        close(session->sides[i].fd);
        if (session->flows[i].pipe)
            pipe_destroy(session->flows[i].pipe);
    }
    session->finished = true;
    session->next_finished = relayer->finished;
    relayer->finished = session;
    counter_add(&relayer->closed, 1);
}

void session_free_finished(struct relayer *relayer)
{
    while (relayer->finished) {
        struct session *session = relayer->finished;
        relayer->finished = session->next_finished;
        free(session);
    }
}

void session_begin(struct relayer *relayer, int client)
{
    int server = tcp_begin_connect(&relayer->upstream, 0);
    if (server < 0) {
        close(client);
        counter_add(&relayer->closed, 1);
        return;
    }
    struct session *session = memory_zeroed(1, sizeof *session);
    session->connecting = true;
    for (int i = 0; i < SIDES; i++)
        corruption_begin(&session->flows[i].corruption, relayer->corrupt_after);
    session->sides[CLIENT] = (struct side){.session = session, .fd = client};
    session->sides[SERVER] = (struct side){.session = session, .fd = server};
    // Until the upstream is connected the client is not read.
    if (!watch(relayer, &session->sides[SERVER], EPOLLOUT))
        finish(relayer, session);
}

enum outcome { NOTHING, SOME, LOST };

// Only ever into an empty pipe, so that EAGAIN can only mean an empty socket.
static enum outcome fill(struct relayer *relayer, struct flow *flow, int source)
{
    if (flow->ended)
        return NOTHING;
    if (!flow->pipe && !(flow->pipe = pipe_take(&relayer->pipes)))
        return LOST;
    ssize_t got = splice(source, NULL, flow->pipe->in, NULL, flow->pipe->size, SPLICE_F_MOVE | SPLICE_F_NONBLOCK);
    if (got < 0)
        return errno == EAGAIN ? NOTHING : LOST;
    flow->ended = got == 0;
    flow->pipe->filled += (size_t)got;
    return SOME;
}

// Without SPLICE_F_MORE: the last segment must leave at once.
static enum outcome drain(struct relayer *relayer, struct flow *flow, int sink, counter *moved)
{
    if (!flow->pipe || flow->pipe->filled == 0)
        return NOTHING;
    ssize_t sent = corruption_splice(&flow->corruption, flow->pipe->out, sink, flow->pipe->filled);
    if (sent < 0)
        return errno == EAGAIN ? NOTHING : LOST;
    flow->pipe->filled -= (size_t)sent;
    counter_add(moved, (uint64_t)sent);
    burn_for(&relayer->burn, sent);
    return SOME;
}

// Passes the end of the stream on once everything before it has been.
static void release(struct relayer *relayer, struct flow *flow, int sink)
{
    if (flow->pipe && flow->pipe->filled == 0) {
        pipe_return(&relayer->pipes, flow->pipe);
        flow->pipe = NULL;
    }
    if (flow->ended && !flow->pipe && !flow->shut) {
        shutdown(sink, SHUT_WR);
        flow->shut = true;
    }
}

// One round of a flow, not as many as possible: level-triggered epoll comes
// back for the rest, by when more has gathered, and the others get their turn.
static bool move(struct relayer *relayer, struct session *session, int from, bool readable)
{
    struct flow *flow = &session->flows[from];
    int sink = session->sides[!from].fd;
    if (drain(relayer, flow, sink, &relayer->moved[from]) == LOST)
        return false;
    bool blocked = flow->pipe && flow->pipe->filled > 0;
    if (readable && !blocked
        && (fill(relayer, flow, session->sides[from].fd) == LOST
            || drain(relayer, flow, sink, &relayer->moved[from]) == LOST))
        return false;
    release(relayer, flow, sink);
    return true;
}

static bool watch_what_matters(struct relayer *relayer, struct session *session)
{
    for (int i = 0; i < SIDES; i++) {
        const struct flow *out_of_it = &session->flows[i];
        const struct flow *into_it = &session->flows[!i];
        uint32_t wanted = 0;
        if (!out_of_it->ended && !out_of_it->pipe)
            wanted |= EPOLLIN;
        if (into_it->pipe)
            wanted |= EPOLLOUT;
        if (!watch(relayer, &session->sides[i], wanted))
            return false;
    }
    return true;
}

static bool serve(struct relayer *relayer, struct session *session, int side, uint32_t events)
{
    if (session->connecting) {
        if (tcp_pending_error(session->sides[SERVER].fd) != 0)
            return false;
        session->connecting = false;
    }
    if (events & EPOLLERR)
        return false;
    if ((events & (EPOLLIN | EPOLLHUP)) && !move(relayer, session, side, true))
        return false;
    if ((events & EPOLLOUT) && !move(relayer, session, !side, false))
        return false;
    if (session->flows[CLIENT].shut && session->flows[SERVER].shut)
        return false;
    return watch_what_matters(relayer, session);
}

void session_serve(struct relayer *relayer, struct side *side, uint32_t events)
{
    struct session *session = side->session;
    if (!session->finished && !serve(relayer, session, side == &session->sides[SERVER], events))
        finish(relayer, session);
}
