import { setTimeout } from 'node:timers/promises';
import type { ZMQSocket } from '@zeromq-ts/core';
import { ZMQRouter } from '@zeromq-ts/dealerrouter';
import { ZMQPublisher } from '@zeromq-ts/pubsub';
import { ZMQPush } from '@zeromq-ts/pushpull';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ANY_TCP, freshIpc, freshTcp } from './endpoints.js';
import type { LineChild } from './line-child.js';
import { startProgram } from './program.js';

// Both ends heartbeat, reconnect and time handshakes out many times over while the process is frozen.
const FREEZE_MS = 1500;
const TIMERS = { heartbeatInterval: 50, heartbeatTimeout: 150, reconnectInterval: 20, handshakeInterval: 300 };
const WAIT = { timeout: 20_000 };
const WHILE_FROZEN = 200;

const TRANSPORTS = [
  ['tcp', () => ANY_TCP, freshTcp],
  ['ipc', freshIpc, freshIpc],
] as const;

function closing<S extends ZMQSocket>(socket: S): S {
  onTestFinished(() => socket.close({ linger: 0 }));
  return socket;
}

/** A socket of the test, and how it reaches the process. */
interface Flow {
  readonly socket: ZMQSocket;
  /** Resolves when the process is there. */
  ready(): Promise<unknown>;
  send(text: string): Promise<unknown>;
  /** What the process has received next. */
  arrived(child: LineChild): Promise<string>;
}

const printed = (child: LineChild): Promise<string> => child.saidAfter('LOST', 'RECEIVED');

const FLOWS: Readonly<Record<'DEALER' | 'PULL' | 'SUB', () => Flow>> = {
  DEALER() {
    const socket = closing(new ZMQRouter(undefined, TIMERS));
    return {
      socket,
      ready: () => socket.connected(WAIT),
      send: (text) => socket.send(['frozen', text]),
      arrived: async () => (await socket.receive(WAIT)).text(1),
    };
  },
  PULL() {
    const socket = closing(new ZMQPush(undefined, TIMERS));
    return { socket, ready: () => socket.connected(WAIT), send: (text) => socket.send(text), arrived: printed };
  },
  SUB() {
    const socket = closing(new ZMQPublisher(undefined, TIMERS));
    return { socket, ready: () => socket.subscribed('', WAIT), send: (text) => socket.send(text), arrived: printed };
  },
};

/** Resolves when the socket loses a connection. */
function lostBy(socket: ZMQSocket): Promise<void> {
  return new Promise((resolve) => socket.once('disconnected', () => resolve()));
}

/**
 * Sends a message to the process until it has come. It is sent again only after a connection was lost, on which it may
 * have been: with heartbeats as short as these, a busy machine can lose one at any time.
 */
async function pass(text: string, child: LineChild, flow: Flow): Promise<void> {
  const came = (async () => {
    while ((await flow.arrived(child)) !== text);
    return true;
  })();
  let done = false;
  while (!done) {
    await flow.ready();
    const lost = lostBy(flow.socket).then(() => false);
    await flow.send(text);
    done = await Promise.race([came, lost]);
  }
}

const TYPES = ['DEALER', 'PULL', 'SUB'] as const;

function optionsOf(type: (typeof TYPES)[number]): string {
  return JSON.stringify(type === 'DEALER' ? { ...TIMERS, routingId: 'frozen' } : TIMERS);
}

// On platforms such as AWS Lambda a process stands still between two requests, for longer than its peers wait for it.
describe.each(TRANSPORTS)('a process that is frozen and goes on, over %s,', (_transport, anywhere, fresh) => {
  it.each(TYPES)('a %s that has connected: its peer has given it up, and messages flow again', async (type) => {
    const flow = FLOWS[type]();
    const endpoint = await flow.socket.bind(anywhere());
    const child = startProgram('zmtp', 'freezable', type, 'connect', endpoint, optionsOf(type));
    await freezeBetween(child, flow);
  });

  it.each(TYPES)('a %s that is bound: its peer dials all the time, and messages flow again', async (type) => {
    const flow = FLOWS[type]();
    const child = startProgram('zmtp', 'freezable', type, 'bind', await fresh(), optionsOf(type));
    flow.socket.connect(await child.said('READY'));
    await freezeBetween(child, flow);
  });

  it('a PULL whose peer does not heartbeat keeps its connection, and gets what was sent meanwhile', async () => {
    const push = closing(new ZMQPush());
    const child = startProgram('zmtp', 'freezable', 'PULL', 'connect', await push.bind(anywhere()), optionsOf('PULL'));
    await push.connected(WAIT);
    await push.send('before');
    expect(await child.said('RECEIVED')).toBe('before');
    child.freeze();
    for (let number = 0; number < WHILE_FROZEN; number++) await push.send(`${number}`);
    await setTimeout(FREEZE_MS);
    child.thaw();
    for (let number = 0; number < WHILE_FROZEN; number++) expect(await child.said('RECEIVED')).toBe(`${number}`);
    await push.send('after');
    expect(await child.said('RECEIVED')).toBe('after');
    expect(push.stats().peers).toBe(1);
  });
});

async function freezeBetween(child: LineChild, flow: Flow): Promise<void> {
  await pass('before', child, flow);
  const lost = lostBy(flow.socket);
  child.freeze();
  await setTimeout(FREEZE_MS);
  await lost;
  child.thaw();
  await pass('after', child, flow);
}
