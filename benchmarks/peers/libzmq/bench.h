/* What the programs in C have in common; participant.ts, meter.ts and delays.ts say what it is for. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <zmq.h>

static int argument_count;
static char **arguments;

static void fail(const char *what) {
  fprintf(stderr, "%s: %s\n", what, zmq_strerror(zmq_errno()));
  exit(1);
}

static void check(int result, const char *what) {
  if (result == -1) fail(what);
}

static const char *text(const char *name) {
  size_t length = strlen(name);
  for (int index = 2; index < argument_count; index++)
    if (strncmp(arguments[index], name, length) == 0 && arguments[index][length] == '=')
      return arguments[index] + length + 1;
  fprintf(stderr, "It needs %s=...\n", name);
  exit(1);
}

static long number(const char *name) { return atol(text(name)); }

/* Reads the command line; SIGALRM ends what is not done in time. */
static const char *begin(int count, char **values) {
  argument_count = count;
  arguments = values;
  alarm(number("limit") / 1000 + 1);
  return count > 1 ? values[1] : "";
}

static double now_ms(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000.0 + time.tv_nsec / 1e6;
}

static void *open_socket(void *context, int type) {
  void *socket = zmq_socket(context, type);
  if (socket == NULL) fail("zmq_socket");
  return socket;
}

static void bind_and_tell(void *socket) {
  char bound[256];
  size_t size = sizeof bound;
  check(zmq_bind(socket, text("endpoint")), "zmq_bind");
  check(zmq_getsockopt(socket, ZMQ_LAST_ENDPOINT, bound, &size), "ZMQ_LAST_ENDPOINT");
  printf("{\"bound\":\"%s\"}\n", bound);
  fflush(stdout);
}

static void connect_to(void *socket) { check(zmq_connect(socket, text("endpoint")), "zmq_connect"); }

/* As the tools of libzmq do it: a message of its own for every send, its body set. */
static void send_body(void *socket, size_t size, int flags) {
  zmq_msg_t message;
  check(zmq_msg_init_size(&message, size), "zmq_msg_init_size");
  memset(zmq_msg_data(&message), 'x', size);
  check(zmq_msg_send(&message, socket, flags), "zmq_msg_send");
}

static void send_frames(void *socket, size_t size, long frames) {
  for (long frame = 1; frame < frames; frame++) send_body(socket, size, ZMQ_SNDMORE);
  send_body(socket, size, 0);
}

/* All frames of a message. */
static void receive(void *socket, zmq_msg_t *message) {
  do check(zmq_msg_recv(message, socket, 0), "zmq_msg_recv");
  while (zmq_msg_more(message));
}

struct meter {
  double warm, measure, start, rate;
  long mask, seen, before;
  int begun, measuring;
};

static struct meter new_meter(void) {
  struct meter meter = {.warm = number("warm"), .measure = number("measure"), .mask = number("stride") - 1};
  return meter;
}

static int meter_look(struct meter *meter) {
  double now = now_ms();
  if (!meter->begun) {
    meter->begun = 1;
    meter->start = now;
  }
  double elapsed = now - meter->start;
  if (!meter->measuring) {
    if (elapsed < meter->warm) return 0;
    meter->measuring = 1;
    meter->start = now;
    meter->before = meter->seen;
    return 0;
  }
  if (elapsed < meter->measure) return 0;
  meter->rate = (meter->seen - meter->before) / elapsed * 1000;
  return 1;
}

static int count(struct meter *meter) { return (++meter->seen & meter->mask) == 0 && meter_look(meter); }

static void tell_rate(double rate) {
  printf("{\"result\":{\"rate\":%f}}\n", rate);
  fflush(stdout);
}

struct delays {
  double from, until, *values;
  size_t length, room;
};

static struct delays new_delays(void) {
  struct delays delays = {.room = 65536};
  delays.from = now_ms() + number("warm");
  delays.until = delays.from + number("measure");
  delays.values = malloc(delays.room * sizeof(double));
  return delays;
}

static int add_delay(struct delays *delays, double milliseconds, double now) {
  if (now < delays->from) return 0;
  if (delays->length == delays->room) {
    delays->room *= 2;
    delays->values = realloc(delays->values, delays->room * sizeof(double));
  }
  delays->values[delays->length++] = milliseconds * 1000;
  return now >= delays->until;
}

static int ascending(const void *a, const void *b) {
  double difference = *(const double *)a - *(const double *)b;
  return (difference > 0) - (difference < 0);
}

static double delay_at(struct delays *delays, double share) {
  size_t index = delays->length * share;
  return delays->values[index < delays->length ? index : delays->length - 1];
}

static void tell_delays(struct delays *delays) {
  qsort(delays->values, delays->length, sizeof(double), ascending);
  printf("{\"result\":{\"median\":%f,\"p99\":%f,\"p99.9\":%f,\"maximum\":%f}}\n", delay_at(delays, 0.5),
         delay_at(delays, 0.99), delay_at(delays, 0.999), delay_at(delays, 1));
  fflush(stdout);
}

static int is(const char *part, const char *name) { return strcmp(part, name) == 0; }

static int no_such_part(const char *part) {
  fprintf(stderr, "There is no part %s.\n", part);
  return 1;
}
