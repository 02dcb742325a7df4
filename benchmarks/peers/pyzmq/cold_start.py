import zmq
from bench import context, given, perform, tell


def start():
    pull = context.socket(zmq.PULL)
    pull.bind(given["endpoint"])
    push = context.socket(zmq.PUSH)
    push.connect(pull.last_endpoint.decode())
    push.send(b"first")
    tell(received=pull.recv().decode())


perform({"start": start})
