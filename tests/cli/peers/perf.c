/* What the programs local_thr, remote_thr, local_lat and remote_lat of libzmq do on the wire, in one program:
   perf NAME ENDPOINT SIZE COUNT. A message of another size than SIZE ends it with 1. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zmq.h>

static void *buffer;
static size_t size;

static void check(int ok, const char *what)
{
    if (ok) return;
    fprintf(stderr, "%s: %s\n", what, zmq_strerror(zmq_errno()));
    exit(1);
}

static void receive(void *socket)
{
    int received = zmq_recv(socket, buffer, size, 0);
    check(received >= 0, "zmq_recv");
    if ((size_t) received == size) return;
    fprintf(stderr, "message of incorrect size received\n");
    exit(1);
}

static void send_one(void *socket)
{
    check(zmq_send(socket, buffer, size, 0) == (int) size, "zmq_send");
}

int main(int argc, char *argv[])
{
    if (argc != 5) return 2;
    const char *name = argv[1];
    size = (size_t) atol(argv[3]);
    long count = atol(argv[4]);
    buffer = calloc(size + 1, 1);

    int is_local = strncmp(name, "local_", 6) == 0;
    int is_latency = strstr(name, "_lat") != NULL;
    int type = is_latency ? (is_local ? ZMQ_REP : ZMQ_REQ) : (is_local ? ZMQ_PULL : ZMQ_PUSH);
    void *context = zmq_ctx_new();
    void *socket = zmq_socket(context, type);
    check(socket != NULL, "zmq_socket");
    check((is_local ? zmq_bind : zmq_connect)(socket, argv[2]) == 0, "zmq_bind, zmq_connect");

    for (long n = 0; n < count; n++) {
        if (!is_latency && is_local) receive(socket);
        else if (!is_latency) send_one(socket);
        else if (is_local) { receive(socket); send_one(socket); }
        else { send_one(socket); receive(socket); }
    }
    printf("message size: %zu [B]\nmessage count: %ld\n", size, count);
    zmq_close(socket);
    zmq_ctx_term(context);
    return 0;
}
