import { ZMQError } from '@zeromq-ts/core/spi';
import { describe, expect, it } from 'vitest';
import { tcp as tcpTransport } from '../../src/tcp/index.js';
import { Party } from './party.js';
import { frame, greeting, octets, RawListener, RawPeer, ready } from './raw-peer.js';

const tcp = tcpTransport();

const ANY = 'tcp://127.0.0.1:*';

describe('a handshake', () => {
  it('begins with our whole greeting, to a peer that has said nothing (G-02, G-12)', async () => {
    const raw = RawPeer.to(await new Party('PULL').listen(tcp, ANY));
    expect(await raw.untilOctets(64)).toEqual(greeting());
  });

  it('sends READY as soon as the greeting of the peer is there, not waiting for its READY (N-02)', async () => {
    const raw = RawPeer.to(await new Party('PULL').listen(tcp, ANY));
    raw.send(greeting());
    expect((await raw.untilOctets(64 + 28)).subarray(64)).toEqual(ready('PULL'));
  });

  it('takes greeting, READY and messages that come in one write (G-13, G-20)', async () => {
    const party = new Party('PULL');
    const raw = RawPeer.to(await party.listen(tcp, ANY));
    raw.send(greeting(), ready('PUSH'), frame('first'), frame('second'));
    const upper = await party.upper();
    await upper.until('the messages', ({ texts }) => texts.length === 2);
    expect(upper.texts).toEqual(['first', 'second']);
  });

  it('takes a greeting and a READY that come one octet at a time (G-14, A-03)', async () => {
    const party = new Party('PULL');
    const raw = RawPeer.to(await party.listen(tcp, ANY));
    for (const octet of octets(greeting(), ready('PUSH'), frame('drip'))) {
      await new Promise<void>((resolve) => raw.socket.write(Buffer.of(octet), () => resolve()));
    }
    const upper = await party.upper();
    await upper.until('the message', ({ texts }) => texts.length === 1);
    expect(upper.texts).toEqual(['drip']);
  });

  it('of many that come at once leaves the event loop its turns, and loses nothing that came with it (A-38)', async () => {
    const party = new Party('PULL');
    const endpoint = await party.listen(tcp, ANY);
    const raws = Array.from({ length: 20 }, () => RawPeer.to(endpoint));
    await Promise.all(raws.map((raw) => raw.untilOctets(64)));
    let turn = 0;
    let counting = setImmediate(function count() {
      turn++;
      counting = setImmediate(count);
    });
    const perTurn = new Map<number, number>();
    // Longer than peers are heard in one turn.
    party.reserve = () => {
      const end = performance.now() + 3;
      while (performance.now() < end);
      perTurn.set(turn, (perTurn.get(turn) ?? 0) + 1);
      return () => {};
    };
    for (const raw of raws) {
      raw.send(greeting(), ready('PUSH'), frame('with it'));
      raw.socket.end();
    }
    await party.news.until('the peers', () => party.uppers.length === 20);
    await Promise.all(party.uppers.map((upper) => upper.until('the end', ({ closes }) => closes === 1)));
    clearImmediate(counting);
    expect(party.uppers.map(({ texts, error }) => [texts, error])).toEqual(raws.map(() => [['with it'], undefined]));
    expect(Math.max(...perTurn.values())).toBeLessThanOrEqual(2);
  });

  it('of a peer for which there is no room ends without a word after the greeting, and is tried again (EX-01)', async () => {
    const party = new Party('PAIR');
    const raw = RawPeer.to(await party.listen(tcp, ANY));
    party.reserve = () => {
      throw new ZMQError('ECONNREFUSED', 'one at a time');
    };
    raw.send(greeting(), ready('PAIR'));
    await raw.until('the end', ({ ended }) => ended);
    expect(raw.received).toEqual(greeting());
    const dialer = new Party('PAIR');
    dialer.dial(tcp, party.listener?.endpoint ?? '');
    expect(await dialer.failure()).toMatchObject({ opened: true, kind: 'unreachable' });
    await party.failure(1);
    expect(party.failures).toMatchObject([{ error: { code: 'ECONNREFUSED' } }, { error: { code: 'ECONNREFUSED' } }]);
    expect(party.uppers).toEqual([]);
  });

  it('keeps the place of a peer until it is over, whatever comes of it', async () => {
    const party = new Party('PAIR');
    const real = await party.listen(tcp, ANY);
    let [kept, given] = [0, 0];
    party.reserve = () => {
      kept++;
      return () => void given++;
    };
    const leaves = RawPeer.to(real);
    leaves.send(greeting());
    await leaves.untilOctets(66);
    expect([kept, given]).toEqual([1, 0]);
    leaves.socket.destroy();
    await party.failure(0);
    expect([kept, given]).toEqual([1, 1]);
    const offends = RawPeer.to(real);
    offends.send(greeting(), frame('too early'));
    await party.failure(1);
    const honest = RawPeer.to(real);
    await honest.greet('PAIR');
    await party.upper();
    expect([kept, given]).toEqual([3, 3]);
    const late = RawPeer.to(real);
    late.send(greeting());
    await late.untilOctets(66);
    await party.listener?.close();
    expect([kept, given]).toEqual([4, 4]);
  });

  it('shows who is there: address, socket type, routing id, mechanism', async () => {
    const party = new Party('ROUTER');
    const raw = RawPeer.to(await party.listen(tcp, ANY));
    await raw.until('the connection', ({ socket }) => !socket.connecting || socket.localPort !== undefined);
    raw.send(greeting(), ready('DEALER', 'anna'));
    const { link } = await party.upper();
    const address = `tcp://127.0.0.1:${raw.socket.localPort}`;
    expect(party.accepts).toEqual([{ address }]);
    expect(link.peer).toEqual({
      address,
      socketType: 'DEALER',
      routingId: Buffer.from('anna'),
      mechanism: 'NULL',
    });
  });

  it('tells the one that dials of the connection before the handshake', async () => {
    const listener = await RawListener.open();
    const party = new Party('PUSH', { connectTimeout: 1000 });
    party.dial(tcp, listener.endpoint);
    await party.news.until('the connection', () => party.opens.length === 1);
    expect(party.opens).toEqual([{ address: listener.endpoint }]);
    expect(party.uppers).toEqual([]);
    const raw = await listener.peer();
    await raw.greet('PULL');
    expect((await party.upper()).link.peer.address).toBe(listener.endpoint);
  });

  it.each(['XYZ', 'null', 'NULLX', ''])(
    'refuses the mechanism "%s", after our whole greeting (G-10, G-11, X-04)',
    async (mechanism) => {
      const party = new Party('PULL');
      const raw = RawPeer.to(await party.listen(tcp, ANY));
      raw.send(greeting(1, mechanism), ready('PUSH'), frame('never'));
      const { error, kind, opened } = await party.failure();
      expect(error).toMatchObject({ code: 'EPROTO' });
      expect([kind, opened]).toEqual(['refused', true]);
      await raw.until('the end', ({ ended }) => ended);
      expect(raw.received).toEqual(greeting());
      expect(party.uppers).toEqual([]);
    },
  );

  it.each([
    ['HTTP', Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')],
    ['TLS', octets('16 03 01 02 00 01 00 01 FC 03 03', Buffer.alloc(200, 7))],
    ['SSH', Buffer.from('SSH-2.0-OpenSSH_9.6\r\n')],
    ['ZMTP 1.0', octets('01 00', '05 00 "hello"')],
    ['ZMTP 2.0', octets('FF 00 00 00 00 00 00 00 01 7F 01 07', '00 00', frame('hello'))],
  ])('refuses a peer that speaks %s, and delivers nothing (X-02, V-03, A-09)', async (_what, bytes) => {
    const party = new Party('PULL');
    const raw = RawPeer.to(await party.listen(tcp, ANY));
    raw.send(bytes);
    expect(await party.failure()).toMatchObject({ kind: 'refused', opened: true, error: { code: 'EPROTO' } });
    await raw.until('the end', ({ ended }) => ended);
    expect(party.uppers).toEqual([]);
  });

  it('answers a socket type that does not fit with ERROR, and closes (T-02, T-03, X-09)', async () => {
    const party = new Party('PULL');
    const raw = RawPeer.to(await party.listen(tcp, ANY));
    raw.send(greeting());
    await raw.untilOctets(64 + 28);
    raw.send(ready('SUB'));
    const { error, kind, peer } = await party.failure();
    expect(kind).toBe('refused');
    expect(error.message).toMatch(/SUB.*PULL.*PUSH/);
    expect(peer).toEqual({ address: `tcp://127.0.0.1:${raw.socket.localPort}`, socketType: 'SUB' });
    await raw.until('the end', ({ ended }) => ended);
    expect(raw.traffic.subarray(2, 8)).toEqual(octets('05 "ERROR"'));
  });

  it('shows no socket type that is no word', async () => {
    for (const [index, type] of ['', 'sub', 'SUB\n', 'A'.repeat(13), '\x1b[2J'].entries()) {
      const party = new Party('PULL');
      const raw = RawPeer.to(await party.listen(tcp, ANY));
      raw.send(greeting(), ready(type));
      const { peer } = await party.failure();
      expect([index, peer.socketType]).toEqual([index, undefined]);
    }
  });

  it('is refused for good by an ERROR command (E-01, N-06)', async () => {
    const listener = await RawListener.open();
    const party = new Party('PUSH');
    party.dial(tcp, listener.endpoint);
    const raw = await listener.peer();
    raw.send(greeting(), '04 0A 05 "ERROR" 03 "400"');
    const { error, kind, opened } = await party.failure();
    expect([kind, opened]).toEqual(['refused', true]);
    expect(error.message).toContain('400');
    expect(error).toMatchObject({ code: 'EACCES', endpoint: listener.endpoint });
  });

  it.each([0, 1, 10, 11, 63, 64])('has failed when the peer leaves after %i octets (X-01, E-03)', async (count) => {
    const party = new Party('PULL');
    const raw = RawPeer.to(await party.listen(tcp, ANY));
    raw.socket.end(greeting().subarray(0, count));
    expect(await party.failure()).toMatchObject({ kind: 'unreachable', opened: true, error: { code: 'ECONNRESET' } });
    await raw.until('our end', ({ closed }) => closed);
    expect(party.failures).toHaveLength(1);
  });

  it('has failed when the connection is reset (X-01, E-09)', async () => {
    const party = new Party('PULL');
    const raw = RawPeer.to(await party.listen(tcp, ANY));
    await raw.untilOctets(64);
    raw.socket.resetAndDestroy();
    expect(await party.failure()).toMatchObject({ kind: 'unreachable', opened: true, error: { code: 'ECONNRESET' } });
  });

  it.each([0, 10, 11, 63, 64])(
    'is given up after handshakeInterval when the peer stops after %i octets (G-19, X-30, A-07)',
    async (count) => {
      const party = new Party('PULL', { handshakeInterval: 40 });
      const raw = RawPeer.to(await party.listen(tcp, ANY));
      raw.send(greeting().subarray(0, count));
      const { error, kind } = await party.failure();
      expect(kind).toBe('unreachable');
      expect(error).toMatchObject({ code: 'ETIMEDOUT' });
      expect(error.message).toContain('handshakeInterval, 40 ms');
      await raw.until('our end', ({ ended }) => ended);
    },
  );

  it('is not prolonged by a peer that drips (A-07)', async () => {
    const party = new Party('PULL', { handshakeInterval: 60 });
    const raw = RawPeer.to(await party.listen(tcp, ANY));
    let sent = 0;
    const drip = setInterval(() => raw.send(greeting().subarray(sent, ++sent)), 5);
    try {
      expect(await party.failure()).toMatchObject({ error: { code: 'ETIMEDOUT' } });
      expect(sent).toBeLessThan(60);
    } finally {
      clearInterval(drip);
    }
  });

  it('is given up in silence when the attempt is aborted', async () => {
    const listener = await RawListener.open();
    const party = new Party('PUSH');
    const attempt = party.dial(tcp, listener.endpoint);
    const raw = await listener.peer();
    await raw.untilOctets(64);
    attempt.abort();
    attempt.abort();
    await raw.until('the end', ({ ended, closed }) => ended || closed);
    expect([party.failures, party.uppers]).toEqual([[], []]);
  });

  it('can be given up from within opened', async () => {
    const listener = await RawListener.open();
    const party = new Party('PUSH');
    const watcher = Object.assign(party, { opened: () => attempt.abort() });
    const attempt = watcher.dial(tcp, listener.endpoint);
    const raw = await listener.peer();
    await raw.until('the end', ({ ended, closed }) => ended || closed);
    expect([party.failures, party.uppers]).toEqual([[], []]);
  });
});
