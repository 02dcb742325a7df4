import zmq
from bench import Delays, bind, connect, now, payload, perform, tell


def reply():
    socket = bind(zmq.REP)
    while True:
        socket.send(socket.recv())


def request():
    socket = connect(zmq.REQ)
    body = payload()
    delays = Delays()
    while True:
        start = now()
        socket.send(body)
        socket.recv()
        time = now()
        if delays.add(time - start, time):
            break
    tell(result=delays.result())


perform({"reply": reply, "request": request})
