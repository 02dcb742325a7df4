#include "bench.h"

/* As local_lat and remote_lat of libzmq. */
int main(int argc, char **argv) {
  const char *part = begin(argc, argv);
  void *context = zmq_ctx_new();
  zmq_msg_t message;
  zmq_msg_init(&message);
  if (is(part, "reply")) {
    void *reply = open_socket(context, ZMQ_REP);
    bind_and_tell(reply);
    for (;;) {
      receive(reply, &message);
      check(zmq_msg_send(&message, reply, 0), "zmq_msg_send");
    }
  }
  if (is(part, "request")) {
    void *request = open_socket(context, ZMQ_REQ);
    connect_to(request);
    size_t size = number("size");
    struct delays delays = new_delays();
    for (;;) {
      double start = now_ms();
      send_body(request, size, 0);
      receive(request, &message);
      double now = now_ms();
      if (add_delay(&delays, now - start, now)) break;
    }
    tell_delays(&delays);
    return 0;
  }
  return no_such_part(part);
}
