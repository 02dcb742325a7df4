#include "bench.h"
#include <pthread.h>

/* As inproc_thr and inproc_lat of libzmq: two threads, one context. */

static void *context;

static void *push_for_ever(void *unused) {
  void *push = open_socket(context, ZMQ_PUSH);
  size_t size = number("size");
  check(zmq_connect(push, "inproc://benchmark"), "zmq_connect");
  for (;;) send_body(push, size, 0);
  return unused;
}

static void *reply_for_ever(void *unused) {
  void *reply = open_socket(context, ZMQ_REP);
  zmq_msg_t message;
  zmq_msg_init(&message);
  check(zmq_connect(reply, "inproc://benchmark"), "zmq_connect");
  for (;;) {
    receive(reply, &message);
    check(zmq_msg_send(&message, reply, 0), "zmq_msg_send");
  }
  return unused;
}

int main(int argc, char **argv) {
  const char *part = begin(argc, argv);
  pthread_t thread;
  zmq_msg_t message;
  zmq_msg_init(&message);
  context = zmq_ctx_new();
  if (is(part, "pushPull")) {
    void *pull = open_socket(context, ZMQ_PULL);
    check(zmq_bind(pull, "inproc://benchmark"), "zmq_bind");
    pthread_create(&thread, NULL, push_for_ever, NULL);
    struct meter meter = new_meter();
    do receive(pull, &message);
    while (!count(&meter));
    tell_rate(meter.rate);
    return 0;
  }
  if (is(part, "reqRep")) {
    void *request = open_socket(context, ZMQ_REQ);
    check(zmq_bind(request, "inproc://benchmark"), "zmq_bind");
    pthread_create(&thread, NULL, reply_for_ever, NULL);
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
