import { cancelCommand, subscribeCommand } from '@zeromq-ts/core/spi';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { ipc as ipcTransport } from '../../src/ipc/index.js';
import { SocketReader } from '../../src/node/socket-reader.js';
import { tcp as tcpTransport } from '../../src/tcp/index.js';
import { News } from './news.js';
import { pairOver, Party } from './party.js';
import { frame, octets, RawPeer } from './raw-peer.js';
import type { Upper } from './party.js';

const ipc = ipcTransport();
const tcp = tcpTransport();

const TRANSPORTS = [
  [tcp, 'tcp://127.0.0.1:*'],
  [ipc, 'ipc://*'],
] as const;

/** A link of ours to a raw peer that has done its handshake. */
async function rawPair(
  [transport, endpoint]: (typeof TRANSPORTS)[number],
  party: Party,
  peerType: string,
  options?: Parameters<RawPeer['greet']>[1],
): Promise<readonly [Upper, RawPeer]> {
  const raw = RawPeer.to(await party.listen(transport, endpoint));
  await raw.greet(peerType, options);
  return [await party.upper(), raw];
}

describe.each(TRANSPORTS.map((over) => ({ over, protocol: over[0].protocol })))('a link over $protocol', ({ over }) => {
  const [transport, endpoint] = over;

  it('carries messages of every size both ways, in order (F-14, F-16)', async () => {
    const [server, client] = await pairOver(transport, endpoint, new Party('PAIR'), new Party('PAIR'));
    const sizes = [0, 1, 255, 256, 65_536, 2 ** 20, 2 ** 24, 3];
    for (const [from, to] of [[server, client] as const, [client, server] as const]) {
      for (const size of sizes) from.link.send(Buffer.alloc(size, 'x'));
      from.link.send(['a', '', Buffer.from('b')]);
      await to.until('all messages', ({ messages }) => messages.length === sizes.length + 1);
      expect(to.messages.map(({ size }) => size)).toEqual([...sizes, 2]);
      expect(to.messages.at(-1)?.frames.map(String)).toEqual(['a', '', 'b']);
    }
  });

  it('sends what RFC 37 says (F-01, F-03)', async () => {
    const [upper, raw] = await rawPair(over, new Party('PUSH'), 'PULL');
    upper.link.send('ALOL');
    upper.link.send(['a', 'b']);
    await raw.until('the messages', ({ traffic }) => traffic.length === 12);
    expect(raw.traffic).toEqual(octets('00 04 "ALOL" 01 01 "a" 00 01 "b"'));
  });

  it('sends in the turn in which it is told to, before any I/O', async () => {
    const [upper] = await rawPair(over, new Party('PUSH'), 'PULL');
    upper.link.send('at once');
    expect(upper.link.flushed).toBe(false);
    await new Promise<void>((resolve) => process.nextTick(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    expect(upper.link.flushed).toBe(true);
  });

  it('tells of subscriptions in both forms, and speaks the one that the peer knows (W-01, W-02, W-03)', async () => {
    const [pub, raw] = await rawPair(over, new Party('PUB'), 'SUB', { minor: 0 });
    raw.send('00 02 01 "A"', '04 0B 09 "SUBSCRIBE" "B"', '00 02 00 "A"', '04 08 06 "CANCEL" "B"');
    await pub.until('subscriptions', ({ subscriptions }) => subscriptions.length === 4);
    expect(pub.subscriptions).toEqual(['+A', '+B', '-A', '-B']);
    for (const [minor, expected] of [
      [0, '00 02 01 "A" 00 02 00 "A"'],
      [1, '04 0B 09 "SUBSCRIBE" "A" 04 08 06 "CANCEL" "A"'],
    ] as const) {
      const [sub, publisher] = await rawPair(over, new Party('SUB'), 'PUB', { minor });
      sub.link.sendCommand(subscribeCommand(Buffer.from('A')));
      sub.link.sendCommand(cancelCommand(Buffer.from('A')));
      const bytes = octets(expected);
      await publisher.until('subscriptions', ({ traffic }) => traffic.length === bytes.length);
      expect(publisher.traffic).toEqual(bytes);
    }
  });

  it('takes everything but says when it is full, and when it is not any more (X-29, A-20)', async () => {
    const [upper, raw] = await rawPair(over, new Party('PUSH'), 'PULL');
    raw.socket.pause();
    const body = Buffer.alloc(16_384);
    let sent = 0;
    while (upper.link.send(body)) if (++sent % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(upper.link.send(body)).toBe(false);
    expect(upper.drains).toBe(0);
    expect(upper.link.flushed).toBe(false);
    raw.socket.resume();
    await upper.until('room', ({ drains }) => drains === 1);
    await raw.until('everything', ({ traffic }) => traffic.length === (sent + 2) * (body.length + 9));
    expect(upper.link.flushed).toBe(true);
    expect(upper.link.send(body)).toBe(true);
    expect(upper.drains).toBe(1);
  });

  it('hands up messages until it is told to stop, and goes on when it is told to', async () => {
    const party = new Party('PULL');
    party.room = 2;
    const [upper, raw] = await rawPair(over, party, 'PUSH');
    raw.send(...['1', '2', '3', '4', '5', '6'].map(frame));
    await upper.until('the first', ({ settles }) => settles > 0);
    expect(upper.texts).toEqual(['1', '2']);
    upper.take(3);
    expect(upper.texts).toEqual(['1', '2']);
    await upper.until('three more', ({ texts }) => texts.length === 5);
    raw.send(frame('7'));
    upper.link.resume();
    upper.take(Infinity);
    await upper.until('the rest', ({ texts }) => texts.length === 7);
    expect(upper.texts).toEqual(['1', '2', '3', '4', '5', '6', '7']);
  });

  it('settles once after the messages that came together', async () => {
    const [upper, raw] = await rawPair(over, new Party('PULL'), 'PUSH');
    raw.send(...['1', '2', '3'].map(frame));
    await upper.until('the end of the chunk', ({ settles }) => settles > 0);
    expect([upper.texts.length, upper.settles]).toEqual([3, 1]);
  });

  it('delivers what came before the peer left, and ends in good order (E-09, X-28)', async () => {
    const [upper, raw] = await rawPair(over, new Party('PULL'), 'PUSH');
    raw.socket.end(octets(...Array.from({ length: 1000 }, (_, index) => frame(`${index}`))));
    await upper.until('the end', ({ closes }) => closes > 0);
    expect(upper.texts).toHaveLength(1000);
    expect(upper.error).toBeUndefined();
    await raw.until('our FIN', ({ ended }) => ended);
    expect(upper.link.send('too late')).toBe(false);
  });

  it('delivers later what it was stopped before, though the peer has left (X-28)', async () => {
    const party = new Party('PULL');
    party.room = 1;
    const [upper, raw] = await rawPair(over, party, 'PUSH');
    const count = 300;
    for (let index = 0; index < count; index++) raw.send('02 00 00 00 00 00 00 10 00', Buffer.alloc(4096, index));
    raw.socket.end();
    await upper.until('the first', ({ settles }) => settles > 0);
    await new Promise((resolve) => setImmediate(resolve));
    for (let taken = 1; taken < count; taken++) {
      expect(upper.closes).toBe(0);
      upper.take(1);
      await upper.until('one more', ({ messages }) => messages.length === taken + 1);
    }
    upper.take(1);
    await upper.until('the end', ({ closes }) => closes === 1);
    expect(upper.messages.map((message) => message.frame(0)[4095])).toEqual(
      Array.from({ length: count }, (_, index) => index % 256),
    );
    expect(upper.error).toBeUndefined();
  });

  describe('after a failed write', () => {
    const count = 30;
    const numbers = Array.from({ length: count }, (_, index) => index);

    /** A link that has room for so many messages, whose peer has sent thirty and closed the connection. */
    async function leftByPeer(room: number): Promise<Upper> {
      const party = new Party('PAIR');
      party.room = room;
      const [upper, raw] = await rawPair(over, party, 'PAIR');
      // More than one read takes: a part is in the decoder, the rest is still with the system.
      for (const index of numbers) raw.send('02 00 00 00 00 00 00 10 00', Buffer.alloc(4096, index));
      await new Promise<void>((resolve) => raw.socket.end(resolve));
      raw.socket.destroy();
      return upper;
    }

    /** Sends until a write fails: with tcp, the first one only makes the peer's system answer with RST. */
    async function failWrite(upper: Upper): Promise<void> {
      const held = vi.spyOn(upper, 'held');
      while (held.mock.calls.length === 0) {
        upper.link.send(Buffer.alloc(60_000));
        await new Promise((resolve) => setImmediate(resolve));
      }
    }

    const received = (upper: Upper): unknown[] => upper.messages.map((message) => message.frame(0)[4095]);

    it('delivers what the peer had sent before, as there is room', async () => {
      const upper = await leftByPeer(1);
      await upper.until('the first', ({ settles }) => settles > 0);
      await failWrite(upper);
      expect([upper.link.send('too late'), upper.link.over, upper.link.flushed]).toEqual([false, false, true]);
      for (let taken = 1; taken < count; taken++) {
        expect(upper.closes).toBe(0);
        upper.take(1);
        await upper.until('one more', ({ messages }) => messages.length === taken + 1);
      }
      upper.take(1);
      await upper.until('the end', ({ closes }) => closes === 1);
      expect(received(upper)).toEqual(numbers);
      expect(upper.error).toMatchObject({ code: expect.stringMatching(/^(EPIPE|ECONNRESET)$/) });
    });

    it('says so when there is no more room only later, in another turn', async () => {
      const upper = await leftByPeer(25);
      // A turn has time for one of them.
      upper.news.tell = () => {
        const end = performance.now() + 3;
        while (performance.now() < end);
        News.prototype.tell.call(upper.news);
      };
      const writeClosed = vi.spyOn(upper, 'writeClosed');
      await upper.until('the first', ({ settles }) => settles > 0);
      await failWrite(upper);
      await expect.poll(() => writeClosed.mock.calls.length).toBeGreaterThan(0);
      expect([upper.messages.length, upper.closes]).toEqual([25, 0]);
      upper.take(Infinity);
      await upper.until('the end', ({ closes }) => closes === 1);
      // With tcp, RST may have come before the last of them.
      expect(received(upper)).toEqual(numbers.slice(0, upper.messages.length));
    });

    it('delivers what the decoder holds though the socket is gone', async () => {
      const upper = await leftByPeer(1);
      await upper.until('the first', ({ settles }) => settles > 0);
      const takeRest = vi.spyOn(SocketReader.prototype, 'takeRest').mockReturnValue(undefined);
      onTestFinished(() => takeRest.mockRestore());
      await failWrite(upper);
      expect([upper.messages.length, upper.closes]).toEqual([1, 0]);
      upper.take(Infinity);
      await upper.until('the end', ({ closes }) => closes === 1);
      // What one read had brought.
      expect(upper.messages.length).toBeGreaterThan(10);
      expect(received(upper)).toEqual(numbers.slice(0, upper.messages.length));
    });

    it.each(['end', 'halt', 'destroy'] as const)('is over at once on %s', async (way) => {
      const upper = await leftByPeer(1);
      await upper.until('the first', ({ settles }) => settles > 0);
      await failWrite(upper);
      upper.link[way]();
      expect(upper.link.over).toBe(true);
      await upper.until('the end', ({ closes }) => closes === 1);
      upper.take(Infinity);
      await new Promise((resolve) => setImmediate(resolve));
      expect([upper.messages.length, upper.closes]).toEqual([1, 1]);
    });
  });

  it('delivers what was kept when the end of the peer is known already (X-28)', async () => {
    const party = new Party('PULL');
    party.room = 1;
    const [upper, raw] = await rawPair(over, party, 'PUSH');
    raw.socket.end(octets(...['1', '2', '3'].map(frame)));
    await upper.until('the first', ({ settles }) => settles > 0);
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
    expect([upper.texts, upper.closes]).toEqual([['1'], 0]);
    upper.take(5);
    await upper.until('the end', ({ closes }) => closes === 1);
    expect(upper.texts).toEqual(['1', '2', '3']);
  });

  it.each([
    ['a frame', '00 05 "ab"'],
    ['a long header', '02 00 00'],
    ['a multipart', '01 01 "a"'],
    ['a multipart, in a frame', '01 01 "a" 01 04 "b"'],
  ])('drops a message whose peer leaves in the middle of %s (X-25, F-09)', async (_where, bytes) => {
    const [upper, raw] = await rawPair(over, new Party('PULL'), 'PUSH');
    raw.socket.end(octets(frame('whole'), bytes));
    await upper.until('the end', ({ closes }) => closes > 0);
    expect(upper.texts).toEqual(['whole']);
    expect(upper.error).toMatchObject({ code: 'ECONNRESET' });
    expect(upper.error?.message).toContain('in the middle of a message');
  });

  it('drops a message whose peer leaves in the middle of it while we do not read, after what came before (X-25)', async () => {
    const party = new Party('PULL');
    party.room = 1;
    const [upper, raw] = await rawPair(over, party, 'PUSH');
    const texts = Array.from({ length: 300 }, (_, index) => `${index}`.padEnd(200));
    raw.socket.end(octets(...texts.map(frame), '01 03 "cut" 00 05 "ab"'));
    await upper.until('the first', ({ settles }) => settles > 0);
    for (let taken = 1; taken < texts.length; taken++) {
      upper.take(1);
      await upper.until('one more', ({ messages }) => messages.length === taken + 1);
      expect(upper.closes).toBe(0);
    }
    upper.take(Infinity);
    await upper.until('the end', ({ closes }) => closes === 1);
    expect(upper.texts).toEqual(texts);
    expect(upper.error).toMatchObject({ code: 'ECONNRESET' });
  });

  it.each([
    ['after a message', '', undefined],
    ['in the middle of one', '01 03 "cut" 00 05 "ab"', 'ECONNRESET'],
  ])('delivers what takes longer than a turn may, though the peer has left %s (X-28, A-38)', async (_, rest, code) => {
    const [upper, raw] = await rawPair(over, new Party('PULL'), 'PUSH');
    let slow = 0;
    // Longer than what peers have sent is decoded in one turn.
    upper.batchEnd = () => {
      const end = performance.now() + (slow++ < 20 ? 3 : 0);
      while (performance.now() < end);
      upper.news.tell();
    };
    const count = 400;
    const bodies = Array.from({ length: count }, (__, index) => Buffer.alloc(4096, index));
    raw.socket.end(octets(...bodies.flatMap((body) => ['02 00 00 00 00 00 00 10 00', body]), rest));
    await upper.until('the end', ({ closes }) => closes === 1);
    expect(slow).toBeGreaterThan(5);
    expect(upper.messages.map((message) => message.frame(0)[4095])).toEqual(bodies.map((body) => body[0]));
    expect((upper.error as { code?: string } | undefined)?.code).toBe(code);
  });

  it('is lost when the peer breaks the protocol, after what came before (X-11, F-13)', async () => {
    const [upper, raw] = await rawPair(over, new Party('PULL', { maxMessageSize: 1000 }), 'PUSH');
    raw.send(frame('good'), '02 00 00 00 00 00 00 03 E9', Buffer.alloc(1001));
    await upper.until('the end', ({ closes }) => closes > 0);
    expect(upper.texts).toEqual(['good']);
    expect(upper.error).toMatchObject({ code: expect.stringMatching(/^EPROTO|EMSGSIZE$/) });
    expect(upper.closes).toBe(1);
    await raw.until('the end', ({ ended }) => ended);
  });

  it('hands everything over before it ends (linger)', async () => {
    const [server, client] = await pairOver(transport, endpoint, new Party('PULL'), new Party('PUSH'));
    const count = 500;
    for (let index = 0; index < count; index++) client.link.send(Buffer.alloc(20_000));
    client.link.end();
    client.link.end();
    expect(client.closes).toBe(0);
    await Promise.all([
      server.until('the end', ({ closes }) => closes > 0),
      client.until('the end', ({ closes }) => closes > 0),
    ]);
    expect(server.messages).toHaveLength(count);
    expect([server.error, client.error]).toEqual([undefined, undefined]);
    expect([server.closes, client.closes]).toEqual([1, 1]);
    expect(client.link.send('too late')).toBe(false);
  });

  it('throws away what comes in while it ends, and waits for the FIN of the peer', async () => {
    const party = new Party('DEALER');
    party.room = 1;
    const [upper, raw] = await rawPair(over, party, 'DEALER');
    raw.send(frame('seen'), Buffer.concat(Array.from({ length: 50_000 }, () => frame('not seen'))));
    await upper.until('the first', ({ settles }) => settles > 0);
    upper.link.send('last');
    upper.link.end();
    await upper.until('the end', ({ closes }) => closes > 0);
    await raw.until('our FIN', ({ ended }) => ended);
    raw.send(frame('and more'));
    await new Promise<void>((resolve) => raw.socket.end(resolve));
    await raw.until('the end', ({ closed }) => closed);
    expect(raw.error).toBeUndefined();
    expect(raw.traffic).toEqual(frame('last'));
    expect(upper.texts).toEqual(['seen']);
  });

  it('has its end awaited by nobody when the peer does not read (A-20)', async () => {
    const [upper, raw] = await rawPair(over, new Party('PUSH'), 'PULL');
    raw.socket.pause();
    while (upper.link.send(Buffer.alloc(65_536)));
    upper.link.end();
    await new Promise((resolve) => setImmediate(resolve));
    expect(upper.closes).toBe(0);
    upper.link.destroy();
    await upper.until('the end', ({ closes }) => closes === 1);
    expect(upper.error).toBeUndefined();
  });

  it('is destroyed at once, and says so once, later, with the error it was given', async () => {
    const [upper, raw] = await rawPair(over, new Party('PUSH'), 'PULL');
    const error = new Error('enough');
    upper.link.destroy(error);
    upper.link.destroy(new Error('again'));
    upper.link.end();
    upper.link.resume();
    expect(upper.closes).toBe(0);
    await raw.until('the end', ({ ended, closed }) => ended || closed);
    expect([upper.closes, upper.error]).toEqual([1, error]);
    expect(upper.link.send('too late')).toBe(false);
    expect(upper.link.flushed).toBe(true);
  });

  it.each(['message', 'batchEnd', 'command'] as const)('can be destroyed from within %s', async (callback) => {
    const party = new Party('PUB');
    const [upper, raw] = await rawPair(over, party, 'SUB');
    const original = upper[callback].bind(upper) as (value: unknown) => unknown;
    Object.assign(upper, {
      [callback]: (value: unknown) => {
        upper.link.destroy();
        return original(value);
      },
    });
    raw.send('00 02 01 "A"', frame('x'), '00 02 01 "B"', frame('y'));
    await upper.until('the end', ({ closes }) => closes > 0);
    await raw.until('the end', ({ ended, closed }) => ended || closed);
    expect(upper.texts.length + upper.subscriptions.length).toBeLessThan(callback === 'batchEnd' ? 5 : 3);
    expect(upper.closes).toBe(1);
  });

  it('can be destroyed from within established', async () => {
    const party = new Party('PULL');
    party.onLink = (link) => link.destroy();
    const [upper] = await rawPair(over, party, 'PUSH');
    await upper.until('the end', ({ closes }) => closes > 0);
    expect([upper.closes, upper.error]).toEqual([1, undefined]);
  });

  it('can send from within established, and messages follow the handshake', async () => {
    const party = new Party('PUSH');
    party.onLink = (link) => link.send('first');
    const [, raw] = await rawPair(over, party, 'PULL');
    await raw.until('the message', ({ traffic }) => traffic.length === 7);
    expect(raw.traffic).toEqual(frame('first'));
  });

  it('is lost when the connection breaks', async () => {
    const [upper, raw] = await rawPair(over, new Party('PULL'), 'PUSH');
    raw.send(frame('before'));
    await upper.until('the message', ({ texts }) => texts.length === 1);
    upper.link.send('unread');
    if (transport === tcp) raw.socket.resetAndDestroy();
    else raw.socket.destroy();
    await upper.until('the end', ({ closes }) => closes > 0);
    if (transport === tcp) expect(upper.error).toMatchObject({ code: 'ECONNRESET' });
    expect(upper.closes).toBe(1);
  });
});
