#include "bench.h"

int main(int argc, char **argv) {
  const char *part = begin(argc, argv);
  void *context = zmq_ctx_new(), *pull = open_socket(context, ZMQ_PULL), *push = open_socket(context, ZMQ_PUSH);
  char bound[256];
  size_t size = sizeof bound;
  zmq_msg_t message;
  zmq_msg_init(&message);
  if (!is(part, "start")) return no_such_part(part);
  check(zmq_bind(pull, text("endpoint")), "zmq_bind");
  check(zmq_getsockopt(pull, ZMQ_LAST_ENDPOINT, bound, &size), "ZMQ_LAST_ENDPOINT");
  check(zmq_connect(push, bound), "zmq_connect");
  check(zmq_send(push, "first", 5, 0), "zmq_send");
  receive(pull, &message);
  printf("{\"received\":\"first\"}\n");
  return 0;
}
