"""One socket of pyzmq, driven line by line; czmq-peer.c speaks the same protocol.

usage: pyzmq-peer.py TYPE bind|connect ENDPOINT [ROUTING-ID]

It prints "READY ENDPOINT" with the real endpoint, then answers each line of its input with one line, and ends with its
input. A FRAME is written in hexadecimal digits, an empty one as "-".

  send FRAME...        SENT               receive             MESSAGE FRAME...
  send-text TEXT       SENT               receive-text        TEXT TEXT
  send-numbers N       SENT               receive-numbers N   DONE, when they were 0 to N - 1 in order
  subscribe FRAME      DONE               unsubscribe FRAME   DONE
  echo N               DONE, after having sent N messages back as they came

Security is asked for by environment variables, all of them files of certificates: PEER_CERTIFICATE is its own, with the
secret one beside it. PEER_SERVER makes it a CURVE client of that certificate, PEER_CLIENTS, a directory, a CURVE server
that lets in whose certificates are there. PEER_USER and PEER_PASSWORD make it a PLAIN client; PEER_PASSWORDS, a file of lines
NAME=PASSWORD, a PLAIN server.

usage: pyzmq-peer.py CERTIFICATE write FILE
       pyzmq-peer.py CERTIFICATE read FILE

writes a new certificate whose metadata has the name "Their Owner"; or reads one, and prints "READ PUBLIC SECRET".

Whatever goes wrong, a wait of ten seconds included, is answered by "ERROR TEXT".
"""

import os
import sys

import zmq
import zmq.auth
from zmq.auth.thread import ThreadAuthenticator

PATIENCE_MS = 10_000


def encode(frames):
    return " ".join(frame.hex() or "-" for frame in frames)


def decode(words):
    return [b"" if word == "-" else bytes.fromhex(word) for word in words]


def secure(socket):
    environment = os.environ
    if "PEER_USER" in environment:
        socket.plain_username = environment["PEER_USER"].encode()
        socket.plain_password = environment["PEER_PASSWORD"].encode()
    if "PEER_PASSWORDS" in environment:
        socket.plain_server = True
    if "PEER_CERTIFICATE" not in environment:
        return
    public, secret = zmq.auth.load_certificate(environment["PEER_CERTIFICATE"] + "_secret")
    socket.curve_publickey = public
    socket.curve_secretkey = secret
    if "PEER_SERVER" in environment:
        socket.curve_serverkey = zmq.auth.load_certificate(environment["PEER_SERVER"])[0]
    else:
        socket.curve_server = True


def open_socket(context, type_name, action, endpoint, routing_id):
    socket = context.socket(getattr(zmq, type_name))
    socket.rcvtimeo = PATIENCE_MS
    socket.sndtimeo = PATIENCE_MS
    socket.linger = PATIENCE_MS
    if routing_id is not None:
        socket.setsockopt(zmq.ROUTING_ID, routing_id.encode())
    secure(socket)
    if action == "bind":
        socket.bind(endpoint)
        return socket, socket.last_endpoint.rstrip(b"\0").decode()
    socket.connect(endpoint)
    return socket, endpoint


def receive_numbers(socket, count):
    for expected in range(count):
        text = socket.recv_multipart()[-1]
        if text != str(expected).encode():
            raise ValueError(f"expected {expected}, received {text!r}")


def obey(socket, line):
    command, _, rest = line.partition(" ")
    if command == "send":
        socket.send_multipart(decode(rest.split()))
        return "SENT"
    if command == "receive":
        return "MESSAGE " + encode(socket.recv_multipart())
    if command == "send-text":
        socket.send_string(rest)
        return "SENT"
    if command == "receive-text":
        return "TEXT " + socket.recv_string()
    if command == "send-numbers":
        for number in range(int(rest)):
            socket.send_string(str(number))
        return "SENT"
    if command == "receive-numbers":
        receive_numbers(socket, int(rest))
        return "DONE"
    if command == "subscribe":
        socket.setsockopt(zmq.SUBSCRIBE, decode([rest])[0])
        return "DONE"
    if command == "unsubscribe":
        socket.setsockopt(zmq.UNSUBSCRIBE, decode([rest])[0])
        return "DONE"
    if command == "echo":
        for _ in range(int(rest)):
            socket.send_multipart(socket.recv_multipart())
        return "DONE"
    return f"ERROR unknown command {command}"


def certificate(action, file):
    if action == "write":
        folder, name = os.path.split(file)
        zmq.auth.create_certificates(folder, name.removesuffix(".key"), metadata={"name": "Their Owner"})
        print("WRITTEN", flush=True)
    else:
        public, secret = zmq.auth.load_certificate(file + "_secret")
        print("READ", public.decode(), secret.decode(), flush=True)


def main(type_name, action, endpoint, routing_id=None):
    if type_name == "CERTIFICATE":
        return certificate(action, endpoint)
    sys.stdin.reconfigure(encoding="utf-8")
    sys.stdout.reconfigure(encoding="utf-8")
    with zmq.Context() as context:
        authenticator = None
        if "PEER_CLIENTS" in os.environ:
            authenticator = ThreadAuthenticator(context)
            authenticator.start()
            authenticator.configure_curve(domain="*", location=os.environ["PEER_CLIENTS"])
        if "PEER_PASSWORDS" in os.environ:
            authenticator = ThreadAuthenticator(context)
            authenticator.start()
            with open(os.environ["PEER_PASSWORDS"], encoding="utf-8") as lines:
                passwords = dict(line.rstrip("\n").split("=", 1) for line in lines)
            authenticator.configure_plain(domain="*", passwords=passwords)
        socket, real_endpoint = open_socket(context, type_name, action, endpoint, routing_id)
        with socket:
            print("READY", real_endpoint, flush=True)
            for line in sys.stdin:
                try:
                    answer = obey(socket, line.rstrip("\n"))
                except (zmq.ZMQError, ValueError) as error:
                    answer = f"ERROR {error}"
                print(answer, flush=True)
        if authenticator is not None:
            authenticator.stop()


main(*sys.argv[1:])
