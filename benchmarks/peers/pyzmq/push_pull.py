import zmq
from bench import Meter, bind, connect, number, payload, perform, tell

# From this size on the documentation advises not to copy.
COPY_BELOW = 65536


def pull():
    socket = bind(zmq.PULL)
    meter = Meter()
    copy = number("size") < COPY_BELOW
    if number("frames") > 1:
        socket.recv_multipart()
        while not meter.count():
            socket.recv_multipart()
    else:
        socket.recv()
        while not meter.count():
            socket.recv(copy=copy)
    tell(result={"rate": meter.rate})


def push():
    socket = connect(zmq.PUSH)
    body = payload()
    frames = [body] * number("frames")
    copy = number("size") < COPY_BELOW
    if len(frames) > 1:
        while True:
            socket.send_multipart(frames)
    while True:
        socket.send(body, copy=copy)


perform({"pull": pull, "push": push})
