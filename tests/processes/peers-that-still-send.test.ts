import { describe, expect, it, onTestFinished } from 'vitest';
import { command } from '../hostile/octets.js';
import type { RawPeer } from '../hostile/raw-peer.js';
import { RawServer } from '../hostile/raw-peer.js';
import { freshIpc } from './endpoints.js';
import type { LineChild } from './line-child.js';
import { IN_PEACE } from './line-child.js';
import { startProgram } from './program.js';

const COUNT = 20_000;
const LAST = Buffer.from(`\x00\x05${COUNT - 1}`);
/** A heartbeat that nobody has asked for, as a peer sends it while it has much to read. */
const LIFE_SIGN = command('PONG');

const WAYS = [
  ['PUSH', 'PULL'],
  ['DEALER', 'ROUTER'],
  ['PAIR', 'PAIR'],
] as const;

/** Reads as slowly as can be: the handshake, and from then on one read for each call. */
async function slowReader(endpoint: string | undefined, type: string): Promise<[RawServer, Promise<RawPeer>]> {
  const server = await RawServer.open(endpoint?.slice('ipc://'.length));
  onTestFinished(() => server.close());
  const greeted = server.peer().then(async (peer) => {
    peer.socket.on('data', () => {
      const { received } = peer;
      if (received.length > 66 + (received[65] as number)) peer.socket.pause();
    });
    return peer.greet(type);
  });
  return [server, greeted];
}

/** Longer than a process takes to end that does not wait for its peers, and shorter than it waits for them. */
const MAX_LATE_MS = 400;

/** The process has ended, or it waits for its peer. */
function endedOrWaiting(sender: LineChild): Promise<unknown> {
  return Promise.race([sender.ended, new Promise((resolve) => setTimeout(resolve, MAX_LATE_MS))]);
}

/** Reads everything, and sends something before each read: to a closed descriptor that would be fatal. */
async function readTalking(peer: RawPeer): Promise<void> {
  while (!peer.over) {
    const { receivedLength } = peer;
    peer.send(LIFE_SIGN);
    peer.socket.resume();
    await peer.until('more, or the end', () => peer.over || peer.receivedLength > receivedLength);
  }
}

// What the system of the sender has taken and the peer has not read is forgotten with RST.
describe.each(WAYS)('a process that has sent by %s and ends delivers to a %s that still sends', (from, to) => {
  it.each(['tcp', 'ipc'])('over %s, when it closes nothing', async (transport) => {
    const [server, greeted] = await slowReader(transport === 'ipc' ? freshIpc() : undefined, to);
    const options = '{ "sendHighWaterMark": 0 }';
    const sender = startProgram('zmtp', 'sender', from, 'connect', server.endpoint, COUNT, options);
    const peer = await greeted;
    await sender.said('DONE');
    await endedOrWaiting(sender);
    await readTalking(peer);
    peer.end();
    expect(peer.received.subarray(-LAST.length)).toEqual(LAST);
    expect(await sender.ended).toEqual(IN_PEACE);
  });

  it.each(['tcp', 'ipc'])('over %s, when it closes the socket', async (transport) => {
    const [server, greeted] = await slowReader(transport === 'ipc' ? freshIpc() : undefined, to);
    const options = '{ "sendHighWaterMark": 0 }';
    const sender = startProgram('zmtp', 'sender', from, 'connect', server.endpoint, COUNT, options, 'close');
    const peer = await greeted;
    await sender.said('DONE');
    await sender.said('CLOSED');
    await endedOrWaiting(sender);
    await readTalking(peer);
    peer.end();
    expect(peer.received.subarray(-LAST.length)).toEqual(LAST);
    expect(await sender.ended).toEqual(IN_PEACE);
  });
});
