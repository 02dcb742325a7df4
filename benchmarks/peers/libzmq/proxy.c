#include "bench.h"

/* zmq_proxy of libzmq between a socket that is bound and one that connects. */
static void run_proxy(void *context, int frontend_type, int backend_type) {
  void *frontend = open_socket(context, frontend_type);
  void *backend = open_socket(context, backend_type);
  check(zmq_connect(backend, text("backend")), "zmq_connect");
  bind_and_tell(frontend);
  check(zmq_proxy(frontend, backend, NULL), "zmq_proxy");
}

int main(int argc, char **argv) {
  const char *part = begin(argc, argv);
  void *context = zmq_ctx_new();
  if (is(part, "streamer")) run_proxy(context, ZMQ_PULL, ZMQ_PUSH);
  if (is(part, "queue")) run_proxy(context, ZMQ_ROUTER, ZMQ_DEALER);
  return no_such_part(part);
}
