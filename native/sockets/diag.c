#include "diag.h"

#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

// The kernel numbers the states so; <netinet/tcp.h>, which names them, cannot
// be included together with <linux/tcp.h>. TIME_WAIT is left out: the kernel
// keeps no counters of it.
enum { ESTABLISHED = 1, FIN_WAIT1 = 4, FIN_WAIT2 = 5, CLOSE_WAIT = 8, LAST_ACK = 9, CLOSING = 11 };
enum {
    STATES = 1 << ESTABLISHED | 1 << FIN_WAIT1 | 1 << FIN_WAIT2 | 1 << CLOSE_WAIT | 1 << LAST_ACK | 1 << CLOSING,
    ANSWER_SIZE = 64 * 1024,
};

// A comparison is two operations, the second of which only holds the port.
// A jump to 4 bytes behind the end means: not this socket.
struct question {
    struct nlmsghdr header;
    struct inet_diag_req_v2 request;
    struct rtattr attribute;
    struct inet_diag_bc_op filter[4];
};

int diag_open(void)
{
    return socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
}

static bool ask(int diag, uint16_t port, bool listening_end)
{
    struct question question = {
        .header = {.nlmsg_len = sizeof question, .nlmsg_type = SOCK_DIAG_BY_FAMILY,
                   .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP},
        .request = {.sdiag_family = AF_INET, .sdiag_protocol = IPPROTO_TCP,
                    .idiag_ext = 1 << (INET_DIAG_INFO - 1), .idiag_states = STATES},
        .attribute = {.rta_len = RTA_LENGTH(sizeof question.filter), .rta_type = INET_DIAG_REQ_BYTECODE},
        .filter = {{.code = listening_end ? INET_DIAG_BC_S_GE : INET_DIAG_BC_D_GE, .yes = 8, .no = 20}, {.no = port},
                   {.code = listening_end ? INET_DIAG_BC_S_LE : INET_DIAG_BC_D_LE, .yes = 8, .no = 12}, {.no = port}},
    };
    return send(diag, &question, sizeof question, 0) == (ssize_t)sizeof question;
}

static bool is_of(const struct inet_diag_sockid *socket, const struct sockaddr_in *address, bool listening_end)
{
    uint16_t port = listening_end ? socket->idiag_sport : socket->idiag_dport;
    uint32_t host = listening_end ? socket->idiag_src[0] : socket->idiag_dst[0];
    return port == address->sin_port
        && (host == address->sin_addr.s_addr || address->sin_addr.s_addr == htonl(INADDR_ANY));
}

static void read_socket(const struct nlmsghdr *header, const struct sockaddr_in *address, bool listening_end,
                        void (*report)(const struct socket_count *))
{
    const struct inet_diag_msg *message = NLMSG_DATA(header);
    if (!is_of(&message->id, address, listening_end))
        return;
    unsigned length = header->nlmsg_len - (unsigned)NLMSG_LENGTH(sizeof *message);
    const struct rtattr *attribute = (const struct rtattr *)(message + 1);
    for (; RTA_OK(attribute, length); attribute = RTA_NEXT(attribute, length)) {
        struct tcp_info info;
        size_t needed = offsetof(struct tcp_info, tcpi_bytes_received) + sizeof info.tcpi_bytes_received;
        if (attribute->rta_type != INET_DIAG_INFO || RTA_PAYLOAD(attribute) < needed)
            continue;
        memcpy(&info, RTA_DATA(attribute), needed);
        report(&(struct socket_count){
            .cookie = (uint64_t)message->id.idiag_cookie[1] << 32 | message->id.idiag_cookie[0],
            .received = info.tcpi_bytes_received,
            .acked = info.tcpi_bytes_acked,
        });
    }
}

bool diag_ask(int diag, const struct sockaddr_in *address, bool listening_end, void (*report)(const struct socket_count *))
{
    static _Alignas(struct nlmsghdr) char answer[ANSWER_SIZE];
    if (!ask(diag, ntohs(address->sin_port), listening_end))
        return false;
    for (;;) {
        ssize_t got = recv(diag, answer, sizeof answer, 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        unsigned left = (unsigned)got;
        for (const struct nlmsghdr *header = (const struct nlmsghdr *)answer; NLMSG_OK(header, left);
             header = NLMSG_NEXT(header, left)) {
            if (header->nlmsg_type == NLMSG_DONE)
                return true;
            if (header->nlmsg_type == NLMSG_ERROR) {
                errno = -((const struct nlmsgerr *)NLMSG_DATA(header))->error;
                return false;
            }
            read_socket(header, address, listening_end, report);
        }
    }
}
