import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import { cancelCommand, subscribeCommand } from '@zeromq-ts/core/spi';
import { describe, expect, it, onTestFinished } from 'vitest';
import { SocketReader } from '../../src/node/socket-reader.js';
import { ignore } from '../../src/stream/graceful-close.js';
import { StreamHandshake } from '../../src/stream/stream-handshake.js';
import type { Dialect } from '../../src/zmtp/dialect.js';
import { ZMTP_3_1 } from '../../src/zmtp/dialect.js';
import { CLIENT, SERVER } from '../curve/sides.js';
import type { Upper } from './party.js';
import { Party } from './party.js';
import { KINDS, toyFrame, toyFraming } from './toy-framing.js';

/** As ZWS 2.0 is: subscriptions are messages, other commands are commands. */
const LIKE_ZWS: Dialect = { subscriptions: 'messages', commands: true, heartbeats: true };
const PING = toyFrame(KINDS.ping);

/** The two ends of a connection over TCP. */
async function ends(): Promise<readonly [Socket, Socket]> {
  const server = createServer({ allowHalfOpen: true }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const [[accepted], connected] = await Promise.all([
    once(server, 'connection') as Promise<[Socket]>,
    (async () => {
      const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
      await once(socket, 'connect');
      return socket;
    })(),
  ]);
  for (const socket of [accepted, connected]) {
    socket.on('error', ignore);
    onTestFinished(() => void socket.destroy());
  }
  return [accepted, connected];
}

/** Begins a handshake with the toy framing at this end of a connection. */
function begin(socket: Socket, party: Party, dialect = LIKE_ZWS): void {
  const source = new SocketReader();
  source.readChunks(socket);
  const context = { socket, source, local: party.local, peer: {}, endpoint: 'toy://', framing: toyFraming(dialect) };
  new StreamHandshake(context, party).begin();
}

/** Two links with the toy framing. */
async function pair(first: Party, second: Party, dialect?: Dialect): Promise<readonly [Upper, Upper]> {
  const [left, right] = await ends();
  begin(left, first, dialect);
  begin(right, second, dialect);
  return Promise.all([first.upper(), second.upper()]);
}

/** A link with the toy framing, and the other end of its connection, which is fed by hand. */
async function rawPair(party: Party): Promise<readonly [Upper, Socket, () => Buffer]> {
  const [left, raw] = await ends();
  const received: Buffer[] = [];
  raw.on('data', (chunk: Buffer) => received.push(chunk));
  begin(left, party);
  raw.write(toyFrame(KINDS.command, '\u0005READY\u000bSocket-Type\0\0\0\u0004PAIR'));
  return [await party.upper(), raw, () => Buffer.concat(received)];
}

describe('a link with another framing than that of RFC 37', () => {
  it.each<[string, object, object]>([
    ['NULL', {}, {}],
    [
      'CURVE',
      { curveServer: true, curveSecretKey: SERVER.secretKey },
      { curveServerKey: SERVER.publicKey, curveSecretKey: CLIENT.secretKey },
    ],
  ])('carries messages of every size both ways, in order, with %s', async (mechanism, ofServer, ofClient) => {
    const [server, client] = await pair(new Party('PAIR', ofServer), new Party('PAIR', ofClient));
    const sizes = [0, 1, 255, 256, 65_536, 2 ** 20, 3];
    for (const [from, to] of [[server, client] as const, [client, server] as const]) {
      expect(to.link.peer.mechanism).toBe(mechanism);
      for (const size of sizes) from.link.send(Buffer.alloc(size, 'x'));
      from.link.send(['a', '', Buffer.from('b')]);
      await to.until('all messages', ({ messages }) => messages.length === sizes.length + 1);
      expect(to.messages.map(({ size }) => size)).toEqual([...sizes, 2]);
      expect(to.messages.at(-1)?.frames.map(String)).toEqual(['a', '', 'b']);
    }
  });

  it('stops reading when the receiver is full, and resumes', async () => {
    const [sender, receiver] = await pair(new Party('PUSH'), Object.assign(new Party('PULL'), { room: 2 }));
    for (const text of ['a', 'b', 'c', 'd']) sender.link.send(text);
    await receiver.until('two messages', ({ texts }) => texts.length === 2);
    receiver.take(Infinity);
    await receiver.until('all messages', ({ texts }) => texts.length === 4);
    expect(receiver.texts).toEqual(['a', 'b', 'c', 'd']);
  });

  it.each([
    ['messages', LIKE_ZWS, toyFrame(KINDS.last, '\u0001A'), toyFrame(KINDS.last, '\0A')],
    ['commands', ZMTP_3_1, toyFrame(KINDS.command, '\u0009SUBSCRIBEA'), toyFrame(KINDS.command, '\u0006CANCELA')],
  ])('sends subscriptions as %s, if that is its dialect', async (_, dialect, subscribe, cancel) => {
    const [left, raw] = await ends();
    let received = Buffer.alloc(0);
    raw.on('data', (chunk: Buffer) => (received = Buffer.concat([received, chunk])));
    const party = new Party('SUB');
    begin(left, party, dialect);
    raw.write(toyFrame(KINDS.command, '\u0005READY\u000bSocket-Type\0\0\0\u0003PUB'));
    const { link } = await party.upper();
    link.sendCommand(subscribeCommand(Buffer.from('A')));
    link.sendCommand(cancelCommand(Buffer.from('A')));
    link.end();
    await once(raw, 'end');
    expect(received.includes(Buffer.concat([subscribe, cancel, toyFrame(KINDS.close)]))).toBe(true);
  });

  it('sends heartbeats of the framing, and answers them', async () => {
    const [upper, raw, received] = await rawPair(new Party('PAIR', { heartbeatInterval: 60_000 }));
    raw.write(toyFrame(KINDS.ping, 'who?'));
    raw.write(toyFrame(KINDS.last, 'here'));
    await upper.until('the message', ({ texts }) => texts.length === 1);
    upper.link.end();
    await once(raw, 'end');
    const [, traffic] = splitAfterReady(received());
    expect(traffic).toEqual(Buffer.concat([PING, toyFrame(KINDS.pong, 'who?'), toyFrame(KINDS.close)]));
  });

  it('says in the framing that it ends, after what was sent', async () => {
    const [upper, raw, received] = await rawPair(new Party('PAIR'));
    upper.link.send('last words');
    upper.link.end();
    await once(raw, 'end');
    const [, traffic] = splitAfterReady(received());
    expect(traffic).toEqual(Buffer.concat([toyFrame(KINDS.last, 'last words'), toyFrame(KINDS.close)]));
    raw.end();
    await upper.until('the end', ({ closes }) => closes === 1);
    expect(upper.error).toBeUndefined();
  });

  it.each([
    ['in good order', '', undefined],
    ['with a reason', 'going away', 'The connection at toy:// was lost: going away'],
  ])('ends when the peer says so in the framing, %s, after what was sent before', async (_, reason, message) => {
    const [upper, raw, received] = await rawPair(new Party('PAIR'));
    raw.write(
      Buffer.concat([
        toyFrame(KINDS.last, 'before'),
        toyFrame(KINDS.close, reason),
        toyFrame(KINDS.last, 'after the end'),
      ]),
    );
    await upper.until('the end', ({ closes }) => closes === 1);
    expect(upper.texts).toEqual(['before']);
    expect(upper.error?.message).toBe(message);
    await once(raw, 'end');
    expect(splitAfterReady(received())[1]).toEqual(toyFrame(KINDS.close, reason));
  });

  it('delivers what came before the end when the receiver has room again', async () => {
    const [upper, raw] = await rawPair(Object.assign(new Party('PAIR'), { room: 1 }));
    raw.write(Buffer.concat([toyFrame(KINDS.last, 'a'), toyFrame(KINDS.last, 'b'), toyFrame(KINDS.close)]));
    await upper.until('one message', ({ texts }) => texts.length === 1);
    expect(upper.closes).toBe(0);
    upper.take(Infinity);
    await upper.until('the end', ({ closes }) => closes === 1);
    expect(upper.texts).toEqual(['a', 'b']);
  });

  it('tells a peer that breaks the protocol why, in the framing', async () => {
    const [upper, raw, received] = await rawPair(new Party('PAIR'));
    raw.write(toyFrame(7, 'x'));
    await once(raw, 'end');
    expect(splitAfterReady(received())[1]).toEqual(
      toyFrame(KINDS.close, 'The peer sent a frame of kind 7, of 1 bytes.'),
    );
    await upper.until('the end', ({ closes }) => closes === 1);
    expect(upper.error).toMatchObject({ code: 'EPROTO' });
  });

  it('tells a peer that is refused in the handshake why, in the framing', async () => {
    const [left, raw] = await ends();
    const party = new Party('PULL');
    const received: Buffer[] = [];
    raw.on('data', (chunk: Buffer) => received.push(chunk));
    begin(left, party);
    raw.write(toyFrame(KINDS.command, '\u0005READY\u000bSocket-Type\0\0\0\u0003PUB'));
    await party.failure();
    await once(raw, 'end');
    const [, last] = splitAfterReady(Buffer.concat(received));
    expect(last[0]).toBe(KINDS.close);
    expect(last.toString()).toContain('PUB');
  });
});

/** What an end has sent: its READY, and what followed. */
function splitAfterReady(bytes: Buffer): [Buffer, Buffer] {
  const end = 5 + bytes.readUInt32BE(1);
  return [bytes.subarray(0, end), bytes.subarray(end)];
}
