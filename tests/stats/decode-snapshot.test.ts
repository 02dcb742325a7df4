import fc from 'fast-check';
import { decodeSnapshot, MAX_SNAPSHOT_BYTES, MAX_TEXT_LENGTH, type ProcessSnapshot } from '@zeromq-ts/stats';
import { describe, expect, it } from 'vitest';
import { EMPTY } from './setup.js';

const FIGURES = {
  messagesSent: 1,
  bytesSent: 2,
  messagesReceived: 3,
  bytesReceived: 4,
  ignored: 0,
  dropped: { full: 2 },
  peers: 1,
  waitingSends: 0,
};

const WHOLE: ProcessSnapshot = {
  ...EMPTY,
  sockets: [
    {
      id: 1,
      type: 'REQ',
      engine: 'zmtp',
      endpoints: ['tcp://127.0.0.1:5555'],
      otherEndpoints: 0,
      stats: { ...FIGURES, queuedOutgoing: 5 },
      requests: {
        requests: 3,
        replies: 2,
        retries: 1,
        timeouts: 1,
        losses: 0,
        failures: 1,
        latencyCounts: [0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        latencySum: 0.4,
      },
      peers: [{ endpoint: 'tcp://127.0.0.1:5555', userId: 'anna', since: 5, messagesSent: 1 }],
      otherPeers: { count: 3, dropped: 1 },
      events: { 'handshake-succeeded': 4 },
      recentEvents: [{ name: 'dropped', time: 6, reason: 'full' }],
    },
  ],
};

const decode = (value: unknown): ProcessSnapshot | undefined => decodeSnapshot(Buffer.from(JSON.stringify(value)));

/** A copy with another value at a path, such as `sockets.0.id`. */
function changed(path: string, value: unknown): unknown {
  const copy = JSON.parse(JSON.stringify(WHOLE)) as Record<string, unknown>;
  const names = path.split('.');
  const last = names.pop() ?? '';
  let within = copy;
  for (const name of names) within = within[name] as Record<string, unknown>;
  within[last] = value;
  return copy;
}

describe('XD-01 decodeSnapshot', () => {
  it('reads a whole snapshot as it was', () => {
    expect(JSON.parse(JSON.stringify(decode(WHOLE)))).toStrictEqual(WHOLE);
  });

  it('leaves out what it does not know, and cuts texts that are too long', () => {
    expect(decode({ ...EMPTY, name: 'n'.repeat(1000), extra: 1 })).toStrictEqual({
      ...EMPTY,
      name: 'n'.repeat(MAX_TEXT_LENGTH),
    });
  });

  it.each([
    ['zmqstats', 2],
    ['name', 5],
    ['pid', -1],
    ['time', '5'],
    ['time', 5e-320],
    ['sockets.0.stats.bytesSent', 0.5],
    ['interval', undefined],
    ['sockets', {}],
    ['sockets.0', null],
    ['sockets.0.type', ['PUB']],
    ['sockets.0.endpoints', ['tcp://a', 5]],
    ['sockets.0.stats', []],
    ['sockets.0.stats.messagesSent', null],
    ['sockets.0.stats.dropped', { full: -1 }],
    ['sockets.0.stats.dropped', { '<img>': 1 }],
    ['sockets.0.events', { __proto__: null, ['constructor.prototype']: 1 }],
    ['sockets.0.requests', []],
    ['sockets.0.requests.replies', undefined],
    ['sockets.0.requests.latencyCounts.3', -1],
    ['sockets.0.requests.latencySum', '4'],
    ['sockets.0.peers', 'none'],
    ['sockets.0.peers.0.endpoint', undefined],
    ['sockets.0.otherPeers', 3],
    ['sockets.0.recentEvents.0.time', 'now'],
  ])('refuses a snapshot whose %s is %j', (path, value) => {
    expect(decode(changed(path, value))).toBeUndefined();
  });

  it('refuses what is no JSON, no object, too large, or has numbers that are none', () => {
    for (const text of ['', 'null', '[]', '"snapshot"', '{', '{"zmqstats":1}']) {
      expect(decodeSnapshot(Buffer.from(text))).toBeUndefined();
    }
    expect(decodeSnapshot(Buffer.from([0xff, 0xfe]))).toBeUndefined();
    expect(decodeSnapshot(Buffer.from(JSON.stringify(WHOLE).replace('"pid":7', '"pid":1e999')))).toBeUndefined();
    expect(decodeSnapshot(Buffer.from(JSON.stringify(WHOLE) + ' '.repeat(MAX_SNAPSHOT_BYTES)))).toBeUndefined();
    expect(decodeSnapshot(Buffer.from('['.repeat(60_000)))).toBeUndefined();
  });

  it('leaves out latencies with other bounds, of another version', () => {
    const socket = decode(changed('sockets.0.requests.latencyCounts', [1, 2]))?.sockets[0];
    expect(socket).toMatchObject({ id: 1, requests: undefined });
  });

  it('refuses two sockets of the same number', () => {
    const [socket] = WHOLE.sockets;
    expect(decode({ ...WHOLE, sockets: [socket, { ...socket, id: 2 }] })?.sockets).toHaveLength(2);
    expect(decode({ ...WHOLE, sockets: [socket, { ...socket, id: 2 }, socket] })).toBeUndefined();
  });

  it('a member __proto__ changes no prototype', () => {
    const text = JSON.stringify(WHOLE).replace('{"zmqstats"', '{"__proto__":{"polluted":1},"zmqstats"');
    expect(decodeSnapshot(Buffer.from(text))).not.toHaveProperty('polluted');
    expect({}).not.toHaveProperty('polluted');
  });

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          fc.jsonValue().map((value) => Buffer.from(JSON.stringify(value))),
        ),
        (bytes) => {
          expect(decodeSnapshot(bytes)).toBeUndefined();
        },
      ),
    );
    const paths = ['name', 'sockets', 'sockets.0', 'sockets.0.stats', 'sockets.0.peers.0', 'sockets.0.events'];
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.jsonValue(), (path, value) => {
        const decoded = decode(changed(path, value));
        expect([undefined, 1]).toContain(decoded?.zmqstats);
      }),
    );
  });
});
