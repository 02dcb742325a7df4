import { expect } from 'vitest';
import type { AnySocket, Sockets, SocketTypeName } from '../socket-classes.js';
import type { Suite } from '../suite.js';
import { EVENT_TIMEOUT_MS, eventually, nextEvent, receiveTexts, texts } from '../waiting.js';

/** Carries one message from one socket to another, and says what arrives. */
type SendReceiveState = (from: AnySocket, to: AnySocket) => Promise<void>;

const plain: SendReceiveState = async (from, to) => {
  await (from as Sockets['PAIR']).send(['hello', '', 'world']);
  expect(await receiveTexts(to as Sockets['PAIR'])).toEqual(['hello', '', 'world']);
};

const published: SendReceiveState = async (from, to) => {
  if (to.type === 'XSUB') await (to as Sockets['XSUB']).send('\u0001hello');
  if (from.type === 'XPUB')
    expect(await receiveTexts(from as Sockets['XPUB'])).toEqual([expect.stringContaining('\u0001')]);
  else await (from as Sockets['PUB']).subscribed('hello', { timeout: EVENT_TIMEOUT_MS });
  await plain(from, to);
};

const answered: SendReceiveState = async (from, to) => {
  await plain(from, to);
  await (to as Sockets['REP']).send(['answer', '']);
  expect(await receiveTexts(from as Sockets['REQ'])).toEqual(['answer', '']);
};

const requestedOfRouter: SendReceiveState = async (from, to) => {
  await (from as Sockets['REQ']).send('hello');
  const [id, ...envelope] = await (to as Sockets['ROUTER']).receive({ timeout: EVENT_TIMEOUT_MS });
  expect(envelope.map(String)).toEqual(['', 'hello']);
  await (to as Sockets['ROUTER']).send([id, '', 'answer']);
  expect(await receiveTexts(from as Sockets['REQ'])).toEqual(['answer']);
};

const delimited: SendReceiveState = async (from, to) => {
  await (from as Sockets['DEALER']).send(['', 'hello']);
  expect(await receiveTexts(to as Sockets['REP'])).toEqual(['hello']);
  await (to as Sockets['REP']).send('answer');
  expect(await receiveTexts(from as Sockets['DEALER'])).toEqual(['', 'answer']);
};

const routed: SendReceiveState = async (from, to) => {
  await (from as Sockets['DEALER']).send(['hello', '']);
  const [id, ...rest] = await (to as Sockets['ROUTER']).receive({ timeout: EVENT_TIMEOUT_MS });
  expect(rest.map(String)).toEqual(['hello', '']);
  await (to as Sockets['ROUTER']).send([id, 'answer']);
  expect(await receiveTexts(from as Sockets['DEALER'])).toEqual(['answer']);
};

const betweenRouters: SendReceiveState = async (from, to) => {
  const [left, right] = [from as Sockets['ROUTER'], to as Sockets['ROUTER']];
  // A ROUTER may learn a name a moment after the handshake.
  await eventually('the ROUTER knows its peer', () => {
    try {
      return left.trySend(['to', 'hello']);
    } catch {
      return false;
    }
  });
  const message = await right.receive({ timeout: EVENT_TIMEOUT_MS });
  expect(texts(message)).toEqual(['from', 'hello']);
  await right.send(['from', 'answer']);
  expect(await receiveTexts(left)).toEqual(['to', 'answer']);
};

/** The legal pairs of RFC 37, "The Socket-Type Property", as far as this family has them. */
const LEGAL: readonly (readonly [from: SocketTypeName, to: SocketTypeName, exchange: SendReceiveState])[] = [
  ['REQ', 'REP', answered],
  ['REQ', 'ROUTER', requestedOfRouter],
  ['DEALER', 'REP', delimited],
  ['DEALER', 'DEALER', plain],
  ['DEALER', 'ROUTER', routed],
  ['ROUTER', 'ROUTER', betweenRouters],
  ['PUB', 'SUB', published],
  ['PUB', 'XSUB', published],
  ['XPUB', 'SUB', published],
  ['XPUB', 'XSUB', published],
  ['PUSH', 'PULL', plain],
  ['PAIR', 'PAIR', plain],
];

const ILLEGAL: readonly (readonly [binds: SocketTypeName, connects: SocketTypeName])[] = [
  ['PULL', 'PUB'],
  ['PUB', 'DEALER'],
  ['REP', 'PUSH'],
  ['ROUTER', 'SUB'],
  ['PAIR', 'DEALER'],
];

/** A type that fits each of the binders above. */
const FITTING: Readonly<Partial<Record<SocketTypeName, SocketTypeName>>> = {
  PULL: 'PUSH',
  PUB: 'SUB',
  REP: 'REQ',
  ROUTER: 'DEALER',
};

/** Every legal pair of types over every wiring, and what happens to the others. */
export function socketPairs(suite: Suite): void {
  for (const [from, to, exchange] of LEGAL) {
    const names = from === to ? [{ routingId: 'from' }, { routingId: 'to' }] : [{}, {}];
    const [fromOptions, toOptions] = from === 'ROUTER' ? [{ ...names[0], mandatory: true }, names[1]] : [{}, {}];

    suite.overWirings(`T-01 E-10 E-11 ${from} connects to ${to}, and they talk`, async (scope) => {
      const binder = scope.binding(to, toOptions);
      const connecter = scope.connecting(from, fromOptions);
      await scope.join(binder, connecter);
      await exchange(connecter, binder);
    });

    suite.overWirings(`T-01 E-10 E-11 ${to} connects to ${from} that binds, and they talk`, async (scope) => {
      const binder = scope.binding(from, fromOptions);
      const connecter = scope.connecting(to, toOptions);
      await scope.join(binder, connecter);
      await exchange(binder, connecter);
    });
  }

  for (const [binds, connects] of ILLEGAL) {
    suite.overNetworks(
      `T-02 T-06 ${connects} that connects to ${binds} is refused, and the ${binds} lives`,
      async (scope) => {
        const binder = scope.binding(binds);
        const endpoint = await binder.bind(await scope.endpoint());
        const wrong = scope.connecting(connects);
        const refused = nextEvent(wrong, 'handshake-failed');
        wrong.connect(endpoint);
        const { error } = await refused;
        expect(error).toBeInstanceOf(Error);
        expect(wrong.stats().peers).toBe(0);
        expect(binder.stats().peers).toBe(0);
        const fitting = FITTING[binds] ?? binds;
        const right = scope.connecting(fitting);
        right.connect(endpoint);
        await right.connected({ timeout: EVENT_TIMEOUT_MS });
      },
    );
  }
}
