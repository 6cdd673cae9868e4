// Lines that wait for their reader.

#include "fields.h"
#include "queue.h"
#include "test.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void check_fields(void)
{
    struct queue queue = {0};
    queue_field(&queue, "a\tb");
    queue_field(&queue, "");
    queue_field_of(&queue, "c\0\\\n", 4);
    queue_number(&queue, -7);
    queue_end_line(&queue);
    static const char expected[] = "a\\tb\t\tc\0\\\\\\n\t-7\n";
    CHECK(queue_length(&queue) == sizeof expected - 1 && memcmp(queue.bytes, expected, sizeof expected - 1) == 0);
    queue_free(&queue);
}

// More than fits, in pieces of all lengths, arrives whole and in order.
static void check_order(int out, int in)
{
    static char heard[1 << 20];
    struct queue queue = {0};
    unsigned said = 0, got = 0;
    CHECK(fcntl(in, F_SETFL, O_NONBLOCK) == 0);
    while (said < sizeof heard - 5000) {
        char piece[5000];
        size_t length = said % sizeof piece;
        for (size_t i = 0; i < length; i++)
            piece[i] = (char)((said + i) % 251);
        queue_add(&queue, piece, length);
        said += (unsigned)length + 1;
        queue_add(&queue, "", 1);
        CHECK(queue_flush(&queue, out));
    }
    CHECK(queue_length(&queue) > 0);
    while (got < said) {
        ssize_t more = read(in, heard + got, 10007);
        CHECK(more > 0);
        got += (unsigned)more;
        CHECK(queue_flush(&queue, out));
    }
    CHECK(queue_length(&queue) == 0);
    for (unsigned begin = 0; begin < said; begin += begin % 5000 + 1)
        for (unsigned i = 0; i < begin % 5000; i++)
            CHECK(heard[begin + i] == (char)((begin + i) % 251));
    queue_add(&queue, "x", 1);
    close(in);
    CHECK(!queue_flush(&queue, out) && queue_length(&queue) == 0);
    close(out);
    queue_free(&queue);
}

int main(void)
{
    int ends[2];
    signal(SIGPIPE, SIG_IGN);
    check_fields();
    CHECK(pipe(ends) == 0);
    check_order(ends[1], ends[0]);
    CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
    check_order(ends[1], ends[0]);
    puts("queue: fine");
    return 0;
}
