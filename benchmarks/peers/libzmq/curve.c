#include "bench.h"

static void set_key(void *socket, int option, const char *name) {
  check(zmq_setsockopt(socket, option, text(name), 41), name);
}

static void *open_server(void *context, int type) {
  void *socket = open_socket(context, type);
  int yes = 1;
  check(zmq_setsockopt(socket, ZMQ_CURVE_SERVER, &yes, sizeof yes), "ZMQ_CURVE_SERVER");
  set_key(socket, ZMQ_CURVE_SECRETKEY, "secretKey");
  bind_and_tell(socket);
  return socket;
}

static void *open_client(void *context, int type) {
  void *socket = open_socket(context, type);
  set_key(socket, ZMQ_CURVE_SERVERKEY, "serverKey");
  set_key(socket, ZMQ_CURVE_PUBLICKEY, "publicKey");
  set_key(socket, ZMQ_CURVE_SECRETKEY, "secretKey");
  connect_to(socket);
  return socket;
}

/* push-pull.c and req-rep.c with CURVE. */
int main(int argc, char **argv) {
  const char *part = begin(argc, argv);
  void *context = zmq_ctx_new();
  zmq_msg_t message;
  zmq_msg_init(&message);
  if (is(part, "pull")) {
    void *pull = open_server(context, ZMQ_PULL);
    struct meter meter = new_meter();
    do receive(pull, &message);
    while (!count(&meter));
    tell_rate(meter.rate);
    return 0;
  }
  if (is(part, "push")) {
    void *push = open_client(context, ZMQ_PUSH);
    size_t size = number("size");
    for (;;) send_frames(push, size, 1);
  }
  if (is(part, "reply")) {
    void *reply = open_server(context, ZMQ_REP);
    for (;;) {
      receive(reply, &message);
      check(zmq_msg_send(&message, reply, 0), "zmq_msg_send");
    }
  }
  if (is(part, "request")) {
    void *request = open_client(context, ZMQ_REQ);
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
