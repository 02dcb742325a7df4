"""What the programs in Python have in common; participant.ts, meter.ts and delays.ts say what it is for."""

import json
import signal
import sys
import time

import zmq

part = sys.argv[1]
given = dict(pair.split("=", 1) for pair in sys.argv[2:])
context = zmq.Context()


def number(name):
    return int(given[name])


def tell(**report):
    print(json.dumps(report), flush=True)


def payload():
    return b"x" * number("size")


def bind(kind):
    socket = context.socket(kind)
    socket.bind(given["endpoint"])
    tell(bound=socket.last_endpoint.decode())
    return socket


def connect(kind):
    socket = context.socket(kind)
    socket.connect(given["endpoint"])
    return socket


def now():
    return time.perf_counter() * 1000


class Meter:
    def __init__(self):
        self.warm, self.measure, self.mask = number("warm"), number("measure"), number("stride") - 1
        self.seen = self.before = 0
        self.start = None
        self.measuring = False
        self.rate = None

    def count(self):
        self.seen += 1
        return self.seen & self.mask == 0 and self.look()

    def look(self):
        time = now()
        if self.start is None:
            self.start = time
        elapsed = time - self.start
        if not self.measuring:
            if elapsed >= self.warm:
                self.measuring, self.start, self.before = True, time, self.seen
            return False
        if elapsed < self.measure:
            return False
        self.rate = (self.seen - self.before) / elapsed * 1000
        return True


class Delays:
    def __init__(self):
        self.begin = now() + number("warm")
        self.end = self.begin + number("measure")
        self.values = []

    def add(self, milliseconds, time):
        if time < self.begin:
            return False
        self.values.append(milliseconds * 1000)
        return time >= self.end

    def result(self):
        values = sorted(self.values)
        shares = {"median": 0.5, "p99": 0.99, "p99.9": 0.999, "maximum": 1}
        return {name: values[min(len(values) - 1, int(len(values) * share))] for name, share in shares.items()}


def perform(parts):
    signal.alarm(number("limit") // 1000 + 1)
    parts[part]()
    context.destroy(linger=0)
