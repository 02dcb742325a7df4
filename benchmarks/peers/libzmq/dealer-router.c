#include "bench.h"

int main(int argc, char **argv) {
  const char *part = begin(argc, argv);
  void *context = zmq_ctx_new();
  zmq_msg_t message;
  zmq_msg_init(&message);
  if (is(part, "router")) {
    void *router = open_socket(context, ZMQ_ROUTER);
    bind_and_tell(router);
    for (;;) {
      int more;
      do {
        check(zmq_msg_recv(&message, router, 0), "zmq_msg_recv");
        more = zmq_msg_more(&message);
        check(zmq_msg_send(&message, router, more ? ZMQ_SNDMORE : 0), "zmq_msg_send");
      } while (more);
    }
  }
  if (is(part, "dealer")) {
    void *dealer = open_socket(context, ZMQ_DEALER);
    connect_to(dealer);
    size_t size = number("size");
    struct meter meter = new_meter();
    for (long under_way = number("under-way"); under_way > 0; under_way--) send_body(dealer, size, 0);
    for (;;) {
      receive(dealer, &message);
      if (count(&meter)) break;
      send_body(dealer, size, 0);
    }
    tell_rate(meter.rate);
    return 0;
  }
  return no_such_part(part);
}
