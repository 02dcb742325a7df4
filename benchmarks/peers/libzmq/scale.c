#include "bench.h"

static zmq_msg_t message;

static void tell(const char *key, double value) {
  printf("{\"%s\":%f}\n", key, value);
  fflush(stdout);
}

static double connect_more(void *context, zmq_pollitem_t *items, long from, long until, size_t size) {
  double start = now_ms();
  for (long index = from; index < until; index++) {
    items[index].socket = open_socket(context, ZMQ_DEALER);
    items[index].events = ZMQ_POLLIN;
    connect_to(items[index].socket);
    send_body(items[index].socket, size, 0);
  }
  for (long index = from; index < until; index++) receive(items[index].socket, &message);
  return now_ms() - start;
}

int main(int argc, char **argv) {
  const char *part = begin(argc, argv);
  long few = number("few"), connections = number("connections"), pause = number("pause");
  size_t size = number("size");
  void *context = zmq_ctx_new();
  check(zmq_ctx_set(context, ZMQ_MAX_SOCKETS, connections + 1), "ZMQ_MAX_SOCKETS");
  zmq_msg_init(&message);
  if (is(part, "router")) {
    void *router = open_socket(context, ZMQ_ROUTER);
    bind_and_tell(router);
    for (long greeted = 1;; greeted++) {
      int more;
      do {
        check(zmq_msg_recv(&message, router, 0), "zmq_msg_recv");
        more = zmq_msg_more(&message);
        check(zmq_msg_send(&message, router, more ? ZMQ_SNDMORE : 0), "zmq_msg_send");
      } while (more);
      if (greeted == few) tell("few", 1);
      if (greeted == connections) tell("all", 1);
    }
  }
  if (is(part, "dealers")) {
    zmq_pollitem_t *items = calloc(connections, sizeof *items);
    double connect = connect_more(context, items, 0, few, size);
    tell("few", 1);
    usleep(pause * 1000);
    connect += connect_more(context, items, few, connections, size);
    tell("all", connect);
    usleep(pause * 1000);
    struct meter meter = new_meter();
    for (long index = 0; index < connections; index++) send_body(items[index].socket, size, 0);
    for (;;) {
      check(zmq_poll(items, connections, -1), "zmq_poll");
      for (long index = 0; index < connections; index++) {
        if (!(items[index].revents & ZMQ_POLLIN)) continue;
        receive(items[index].socket, &message);
        if (count(&meter)) {
          tell("result", meter.rate);
          return 0;
        }
        send_body(items[index].socket, size, 0);
      }
    }
  }
  return no_such_part(part);
}
