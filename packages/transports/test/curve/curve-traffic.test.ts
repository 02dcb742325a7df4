import { subscribeCommand } from '@zeromq-ts/core/spi';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { FrameCipher } from '../../src/zmtp/mechanism.js';
import { MessageEncoder } from '../../src/zmtp/message-encoder.js';
import { command, frame } from '../zmtp/peers.js';
import { recording } from '../zmtp/recorder.js';
import { converse, curveClient, curveServer } from './sides.js';

let client: FrameCipher;
let server: FrameCipher;

async function connect(): Promise<void> {
  const [a, b] = [curveClient(), curveServer()];
  await converse(a, b);
  [client, server] = [a.done?.seal as FrameCipher, b.done?.seal as FrameCipher];
}

beforeEach(connect);

function encoded(seal: FrameCipher, ...messages: (string | string[])[]): Buffer {
  const encoder = new MessageEncoder({ seal });
  for (const message of messages) encoder.message(message);
  return Buffer.concat(encoder.take().pieces);
}

describe('the traffic of CURVE', () => {
  it('A-16 CV-13 CV-14 CV-15 H-12 is sealed, messages and commands; the outer frames are plain ones without MORE', () => {
    const encoder = new MessageEncoder({ seal: client });
    encoder.message(['topic', 'x'.repeat(70_000), '']);
    encoder.command(subscribeCommand(Buffer.from('topic')));
    encoder.ping(1_000, Buffer.from('ctx'));
    const stream = Buffer.concat(encoder.take().pieces);
    for (const word of ['topic', 'xxxx', 'SUBSCRIBE', 'PING', 'ctx']) expect(stream.includes(word)).toBe(false);
    const { decoder, recorder } = recording({ subscriptions: true, seal: server });
    for (let at = 0; at < stream.length; at += 777) decoder.push(stream.subarray(at, at + 777));
    expect(recorder.told).toStrictEqual([
      { message: ['topic', 'x'.repeat(70_000), ''] },
      { subscribe: 'topic' },
      { ping: 1_000, context: 'ctx' },
    ]);
    for (let at = 0; at < stream.length;) {
      const flags = stream[at] as number;
      expect([0, 2]).toContain(flags);
      at += flags === 0 ? 2 + (stream[at + 1] as number) : 9 + Number(stream.readBigUInt64BE(at + 1));
    }
  });

  it('CV-14 is also taken in command frames, as RFC 37 has it', () => {
    const stream = encoded(client, 'hello');
    stream[0] = 4;
    const { decoder, recorder } = recording({ seal: server });
    decoder.push(stream);
    expect(recorder.told).toStrictEqual([{ message: ['hello'] }]);
  });

  it('CV-10 A-12 ends at a replay, at what comes late, and at what went the other way', async () => {
    const [first, second] = [encoded(client, 'first'), encoded(client, 'second')];
    const replayed = recording({ seal: server });
    replayed.decoder.push(first);
    expect(() => replayed.decoder.push(first)).toThrow('nonce');
    await connect();
    const late = recording({ seal: server });
    const [one, two] = [encoded(client, 'one'), encoded(client, 'two')];
    late.decoder.push(two);
    expect(() => late.decoder.push(one)).toThrow('nonce');
    expect(late.recorder.told).toStrictEqual([{ message: ['two'] }]);
    const reflected = recording({ seal: client });
    expect(() => reflected.decoder.push(encoded(client, 'mine'))).toThrow('cannot be opened');
    expect(() => recording({ seal: server }).decoder.push(second)).toThrow();
  });

  it('A-12 ends at what belongs to another connection', async () => {
    const stolen = encoded(client, 'x', 'y', 'z');
    await connect();
    expect(() => recording({ seal: server }).decoder.push(stolen)).toThrow('cannot be opened');
  });

  it('CV-09 counts on from the handshake: the client begins at 3, the server at 2', () => {
    expect(encoded(client, 'a').readBigUInt64BE(2 + 8)).toBe(3n);
    expect(encoded(server, 'a').readBigUInt64BE(2 + 8)).toBe(2n);
    expect(encoded(server, 'b').readBigUInt64BE(2 + 8)).toBe(3n);
  });

  it('CV-16 X-21 ends at whatever is no MESSAGE', () => {
    const plain = [
      frame(0, 'plain'),
      frame(0, 'x'.repeat(40)),
      command('PING', '\0\0'),
      command('SUBSCRIBE', 'a'),
      frame(0, ''),
    ];
    const more = encoded(client, 'x');
    more[0] = 1;
    for (const octets of [...plain, frame(0, '\x07MESSAGE'), frame(0, '\x07MESSAGE'.padEnd(32, '\0')), more]) {
      const { decoder, recorder } = recording({ subscriptions: true, seal: server });
      expect(() => decoder.push(octets)).toThrow();
      expect(recorder.told).toStrictEqual([]);
    }
  });

  it('CV-13 ends at inner flags that mean nothing', () => {
    for (const flags of [3, 4, 8, 0x80]) {
      const spoilt: FrameCipher = {
        overhead: client.overhead,
        seal: (_flags, body) => rawSeal(client, flags, body),
        open: (body) => client.open(body),
      };
      expect(() => recording({ seal: server }).decoder.push(encoded(spoilt, 'x')), String(flags)).toThrow();
    }
  });

  it('A-11 X-20 ends at a single changed octet, and delivers nothing of it or after it', async () => {
    const texts = fc.array(fc.string({ maxLength: 300 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(
        texts,
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        fc.nat(),
        async (messages, where, change, cut) => {
          await connect();
          const pieces = messages.map((message) => encoded(client, message));
          const stream = Buffer.concat(pieces);
          const at = where % stream.length;
          stream[at] = (stream[at] as number) ^ change;
          let whole = 0;
          for (let end = 0; whole < pieces.length; whole++) {
            end += (pieces[whole] as Buffer).length;
            if (end > at) break;
          }
          const { decoder, recorder } = recording({ seal: server });
          const middle = cut % stream.length;
          let ended = false;
          try {
            decoder.push(stream.subarray(0, middle));
            decoder.push(stream.subarray(middle));
          } catch {
            ended = true;
          }
          const delivered = recorder.told.map((told) => (told as { message: string[] }).message[0]);
          // Octet 0 says command instead of message: the same octets sealed, which is allowed (CV-14).
          const harmless =
            pieces.some((_, index) => at === Buffer.concat(pieces.slice(0, index)).length) &&
            (change === 4 || change === 6);
          if (harmless && delivered.length === messages.length) return;
          expect(delivered).toStrictEqual(messages.slice(0, whole));
          // A size that has become larger leaves the decoder waiting in the middle of a frame: nothing more comes of it.
          expect(ended || decoder.midMessage).toBe(true);
        },
      ),
      { numRuns: 150 },
    );
  }, 60_000);
});

/** Seals with inner flags that no encoder would write: those of a MORE are bit 0, of a command bit 1. */
function rawSeal(seal: FrameCipher, flags: number, body: Uint8Array): Uint8Array {
  const inner = seal as unknown as { sealRaw(flags: number, body: Uint8Array): Uint8Array };
  return inner.sealRaw(flags, body);
}
