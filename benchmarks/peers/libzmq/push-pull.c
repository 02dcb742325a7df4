#include "bench.h"

/* As local_thr and remote_thr of libzmq. */
int main(int argc, char **argv) {
  const char *part = begin(argc, argv);
  void *context = zmq_ctx_new();
  if (is(part, "pull")) {
    void *pull = open_socket(context, ZMQ_PULL);
    bind_and_tell(pull);
    struct meter meter = new_meter();
    zmq_msg_t message;
    zmq_msg_init(&message);
    do receive(pull, &message);
    while (!count(&meter));
    tell_rate(meter.rate);
    return 0;
  }
  if (is(part, "push")) {
    void *push = open_socket(context, ZMQ_PUSH);
    connect_to(push);
    size_t size = number("size");
    long frames = number("frames");
    for (;;) send_frames(push, size, frames);
  }
  return no_such_part(part);
}
