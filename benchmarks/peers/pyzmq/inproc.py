import os
import threading

import zmq
from bench import Delays, Meter, context, now, payload, perform, tell


def push_for_ever():
    socket = context.socket(zmq.PUSH)
    socket.connect("inproc://benchmark")
    body = payload()
    while True:
        socket.send(body)


def reply_for_ever():
    socket = context.socket(zmq.REP)
    socket.connect("inproc://benchmark")
    while True:
        socket.send(socket.recv())


def push_pull():
    socket = context.socket(zmq.PULL)
    socket.bind("inproc://benchmark")
    threading.Thread(target=push_for_ever, daemon=True).start()
    meter = Meter()
    socket.recv()
    while not meter.count():
        socket.recv()
    tell(result={"rate": meter.rate})
    os._exit(0)


def req_rep():
    socket = context.socket(zmq.REQ)
    socket.bind("inproc://benchmark")
    threading.Thread(target=reply_for_ever, daemon=True).start()
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
    os._exit(0)


perform({"pushPull": push_pull, "reqRep": req_rep})
