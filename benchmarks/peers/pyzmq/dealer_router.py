import zmq
from bench import Meter, bind, connect, number, payload, perform, tell


def router():
    socket = bind(zmq.ROUTER)
    while True:
        socket.send_multipart(socket.recv_multipart())


def dealer():
    socket = connect(zmq.DEALER)
    body = payload()
    meter = Meter()
    for _ in range(number("under-way")):
        socket.send(body)
    while True:
        socket.recv()
        if meter.count():
            break
        socket.send(body)
    tell(result={"rate": meter.rate})


perform({"router": router, "dealer": dealer})
