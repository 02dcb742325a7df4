import { once } from 'node:events';
import net from 'node:net';
import { ZMQPull } from '@zeromq-ts/pushpull';
import { ZMQStream } from '@zeromq-ts/stream';
import { describe, expect, it, onTestFinished } from 'vitest';
import { RawPeer } from '../hostile/raw-peer.js';
import { ENGINES } from '../processes/engines.js';

const WAIT_OPTIONS = { timeout: 20_000 };
const KEY = 'rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7';

function rawPeer(endpoint: string): RawPeer {
  const peer = RawPeer.to(endpoint);
  onTestFinished(() => peer.destroy());
  return peer;
}

describe.each(ENGINES)('a ZMQStream on %s', (engine) => {
  function open(options: object = {}): ZMQStream {
    const socket = new ZMQStream(undefined, { engine, linger: 1000, ...options });
    onTestFinished(() => socket.close({ linger: 0 }));
    return socket;
  }

  function openPull(options: object): ZMQPull {
    const socket = new ZMQPull(undefined, { engine, ...options });
    onTestFinished(() => socket.close());
    return socket;
  }

  /** Receives until so many bytes have come. */
  async function bytesOf(socket: ZMQStream, count: number): Promise<Buffer> {
    const chunks: Uint8Array[] = [];
    for (let left = count; left > 0;) {
      const chunk = (await socket.receive(WAIT_OPTIONS)).frame(1);
      chunks.push(chunk);
      left -= chunk.byteLength;
    }
    return Buffer.concat(chunks);
  }

  it('serves a client that speaks no ZMTP, from its first byte, and ends the connection, ST-03 ST-04', async () => {
    const server = open();
    const { port } = new URL(await server.bind('tcp://127.0.0.1:*').then((at) => at.replace('tcp:', 'http:')));
    const client = net.connect(Number(port), '127.0.0.1');
    client.write('GET / HTTP/1.0\r\n\r\n');
    const request = await server.receive(WAIT_OPTIONS);
    expect(request.text(1)).toContain('GET /');
    const answer = Buffer.alloc(300_000, 'x');
    const received: Buffer[] = [];
    client.on('data', (chunk) => received.push(chunk));
    const ended = once(client, 'end');
    await server.send([request.routingId, answer]);
    await server.send([request.routingId, '']);
    await ended;
    expect(Buffer.concat(received).equals(answer)).toBe(true);
  });

  it('connects to a server that speaks no ZMTP, by an id that it has given, ST-01', async () => {
    const server = net.createServer((peer) => peer.write('220 welcome'));
    server.listen(0, '127.0.0.1');
    onTestFinished(() => {
      server.close();
    });
    await once(server, 'listening');
    const asked = once(server, 'connection').then(async ([peer]) =>
      String((await once(peer as net.Socket, 'data'))[0]),
    );
    const client = open();
    client.connect(`tcp://127.0.0.1:${(server.address() as net.AddressInfo).port}`, { routingId: 'mail' });
    await client.connected(WAIT_OPTIONS);
    const greeting = await client.receive(WAIT_OPTIONS);
    expect([greeting.routingId.toString(), greeting.text(1)]).toEqual(['mail', '220 welcome']);
    await client.send(['mail', 'HELO']);
    expect(await asked).toBe('HELO');
  });

  it('talks to itself, and tells of connections with notify, ST-02', async () => {
    const server = open({ notify: true });
    const endpoint = await server.bind('tcp://127.0.0.1:*');
    const client = open();
    client.connect(endpoint, { routingId: 'server' });
    const made = await server.receive(WAIT_OPTIONS);
    expect(made.text(1)).toBe('');
    await client.connected(WAIT_OPTIONS);
    const body = Buffer.alloc(1_000_000, 'y');
    await client.send(['server', body]);
    expect((await bytesOf(server, body.length)).equals(body)).toBe(true);
    await client.close();
    const ended = await server.receive(WAIT_OPTIONS);
    expect([ended.text(1), ended.routingId]).toEqual(['', made.routingId]);
    // libzmq may still be ending the connection: then its queue is full.
    await expect(server.send([made.routingId, 'too late'])).rejects.toMatchObject({
      code: expect.stringMatching(/^(?:EHOSTUNREACH|EAGAIN)$/),
    });
  });

  it('does no handshake and sends no PING: what it sends first is what the program sends, ST-09', async () => {
    const server = open({ notify: true, handshakeInterval: 50, heartbeatInterval: 20, heartbeatTimeout: 60 });
    const silent = rawPeer(await server.bind('tcp://127.0.0.1:*'));
    const { routingId } = await server.receive(WAIT_OPTIONS);
    // Sockets with the same limits, to which the same peer came later: each has ended the connection by now.
    const impatient = openPull({ handshakeInterval: 50 });
    await rawPeer(await impatient.bind('tcp://127.0.0.1:*')).untilOver();
    const beating = openPull({ heartbeatInterval: 20, heartbeatTimeout: 60 });
    const greeted = await rawPeer(await beating.bind('tcp://127.0.0.1:*')).greet('PUSH');
    await greeted.untilOver();
    expect(greeted.traffic.toString()).toContain('PING');

    await server.send([routingId, 'first']);
    expect((await silent.untilOctets(5)).toString()).toBe('first');
    expect(silent.over).toBe(false);
  });

  it('refuses unknown ids, ST-05', async () => {
    await expect(open().send(['nobody', 'x'])).rejects.toMatchObject({ code: 'EHOSTUNREACH' });
  });

  it.each([
    { plainServer: true },
    { plainUsername: 'admin', plainPassword: 'secret' },
    { curveServer: true, curveSecretKey: KEY },
    { curveServerKey: KEY },
    { authenticate: () => true },
    { securityDomain: 'd' },
  ])('has no security, and takes no option of it: %s, ST-09', (options) => {
    expect(() => open(options)).toThrow(
      expect.objectContaining({ code: 'EINVAL', message: expect.stringContaining('A ZMQStream has no security') }),
    );
  });

  it.each(['inproc://x', 'ws://127.0.0.1:1', 'wss://127.0.0.1:1', 'udp://127.0.0.1:1'])(
    'is for tcp and ipc, not for %s, ST-11',
    async (endpoint) => {
      const socket = open();
      const refusal = expect.objectContaining({ code: 'EPROTONOSUPPORT' });
      expect(() => socket.connect(endpoint)).toThrow(refusal);
      await expect(socket.bind(endpoint)).rejects.toEqual(refusal);
    },
  );
});
