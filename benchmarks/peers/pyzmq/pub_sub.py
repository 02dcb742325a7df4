import zmq
from bench import Meter, bind, connect, number, payload, perform, tell

# topics.ts says what is published.
MATCHING = 100
AT_MOST_AT_ONCE = 100


def publisher():
    socket = bind(zmq.PUB)
    body = payload()
    while True:
        socket.send(body)


def subscribers():
    sockets = [connect(zmq.SUB) for _ in range(number("subscribers"))]
    poller = zmq.Poller()
    for socket in sockets:
        socket.subscribe(b"")
        poller.register(socket, zmq.POLLIN)
    missing = set(sockets)
    meter = Meter()
    while True:
        for socket, _ in poller.poll():
            missing.discard(socket)
            try:
                for _ in range(AT_MOST_AT_ONCE):
                    socket.recv(zmq.NOBLOCK)
                    if not missing and meter.count():
                        return tell(result={"rate": meter.rate})
            except zmq.Again:
                pass


def message(topic):
    return b"t%06d 12345678" % topic


def topic_publisher():
    topics = number("topics")
    matching = [each for topic in range(topics) for each in (message(topics - 1), message(topic))]
    others = [message(900000 + index * 997 % 100000) for index in range(MATCHING - 1)]
    socket = bind(zmq.PUB)
    while True:
        for match in matching:
            socket.send(match)
            for other in others:
                socket.send(other)


def topic_subscriber():
    topics = [b"t%06d" % topic for topic in range(number("topics"))]
    socket = connect(zmq.SUB)
    for topic in topics:
        socket.subscribe(topic)
    while not socket.recv().startswith(topics[-1]):
        pass
    meter = Meter()
    while not meter.count():
        socket.recv()
    tell(result={"rate": meter.rate * MATCHING})


perform(
    {
        "publisher": publisher,
        "subscribers": subscribers,
        "topicPublisher": topic_publisher,
        "topicSubscriber": topic_subscriber,
    }
)
