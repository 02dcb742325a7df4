#include "bench.h"

/* topics.ts says what is published. */
#define MATCHING 100
#define AT_MOST_AT_ONCE 100

static char *publication(long topic) {
  char *text = malloc(32);
  snprintf(text, 32, "t%06ld 12345678", topic);
  return text;
}

static void send_text(void *socket, const char *text) { check(zmq_send(socket, text, strlen(text), 0), "zmq_send"); }

static void *subscriber(void *context) {
  void *socket = open_socket(context, ZMQ_SUB);
  connect_to(socket);
  return socket;
}

static void subscribe_each(void *context) {
  int subscribers = number("subscribers"), missing = subscribers, over = 0;
  zmq_pollitem_t *items = calloc(subscribers, sizeof *items);
  char *there = calloc(subscribers, 1);
  zmq_msg_t message;
  zmq_msg_init(&message);
  for (int index = 0; index < subscribers; index++) {
    items[index].socket = subscriber(context);
    items[index].events = ZMQ_POLLIN;
    check(zmq_setsockopt(items[index].socket, ZMQ_SUBSCRIBE, "", 0), "ZMQ_SUBSCRIBE");
  }
  struct meter meter = new_meter();
  while (!over) {
    check(zmq_poll(items, subscribers, -1), "zmq_poll");
    for (int index = 0; index < subscribers && !over; index++) {
      if (!(items[index].revents & ZMQ_POLLIN)) continue;
      for (int turn = 0; turn < AT_MOST_AT_ONCE && !over; turn++) {
        if (zmq_msg_recv(&message, items[index].socket, ZMQ_DONTWAIT) == -1) break;
        if (!there[index]) {
          there[index] = 1;
          missing--;
        }
        if (missing == 0) over = count(&meter);
      }
    }
  }
  tell_rate(meter.rate);
}

static void subscribe_topics(void *context) {
  long topics = number("topics");
  char topic[16];
  void *socket = subscriber(context);
  zmq_msg_t message;
  zmq_msg_init(&message);
  for (long index = 0; index < topics; index++) {
    int length = snprintf(topic, sizeof topic, "t%06ld", index);
    check(zmq_setsockopt(socket, ZMQ_SUBSCRIBE, topic, length), "ZMQ_SUBSCRIBE");
  }
  do receive(socket, &message);
  while (memcmp(zmq_msg_data(&message), topic, 7) != 0);
  struct meter meter = new_meter();
  do receive(socket, &message);
  while (!count(&meter));
  tell_rate(meter.rate * MATCHING);
}

static void publish_topics(void *context) {
  long topics = number("topics");
  char **matching = malloc(topics * sizeof *matching), *others[MATCHING - 1];
  for (long index = 0; index < topics; index++) matching[index] = publication(index);
  for (long index = 0; index < MATCHING - 1; index++) others[index] = publication(900000 + index * 997 % 100000);
  void *socket = open_socket(context, ZMQ_PUB);
  bind_and_tell(socket);
  for (long turn = 0;; turn++) {
    send_text(socket, turn % 2 == 0 ? matching[topics - 1] : matching[(turn / 2) % topics]);
    for (int index = 0; index < MATCHING - 1; index++) send_text(socket, others[index]);
  }
}

int main(int argc, char **argv) {
  const char *part = begin(argc, argv);
  void *context = zmq_ctx_new();
  if (is(part, "publisher")) {
    void *socket = open_socket(context, ZMQ_PUB);
    size_t size = number("size");
    bind_and_tell(socket);
    for (;;) send_body(socket, size, 0);
  } else if (is(part, "subscribers")) {
    subscribe_each(context);
  } else if (is(part, "topicPublisher")) {
    publish_topics(context);
  } else if (is(part, "topicSubscriber")) {
    subscribe_topics(context);
  } else {
    return no_such_part(part);
  }
  return 0;
}
