import { subscribeCommand } from '@zeromq-ts/core/spi';
import { describe, expect, it } from 'vitest';
import type { Command } from '../../src/zmtp/command.js';
import { Handshake } from '../../src/zmtp/handshake.js';
import type { Mechanism, MechanismSession, FrameCipher } from '../../src/zmtp/mechanism.js';
import { ZMTP_3_1 } from '../../src/zmtp/dialect.js';
import { MessageEncoder } from '../../src/zmtp/message-encoder.js';
import { ProtocolError } from '../../src/zmtp/protocol-error.js';
import { GOLDEN } from './golden.js';
import { command, refusal } from './peers.js';
import { recording } from './recorder.js';

/** A seal that anybody can break, of the shape of CURVE's: a command name, a counter, flags and body behind it. */
class ToySeal implements FrameCipher {
  readonly overhead = 10;
  #sent = 0;
  #received = 0;

  seal(flags: number, body: Uint8Array): Uint8Array {
    return Buffer.concat([Buffer.from('\x07MESSAGE', 'latin1'), Buffer.of(++this.#sent), Buffer.of(flags), body]).map(
      (octet, index) => (index < 9 ? octet : octet ^ 0x55),
    );
  }

  open(body: Buffer): { flags: number; body: Buffer } {
    if (body.toString('latin1', 0, 8) !== '\x07MESSAGE')
      throw new ProtocolError('The peer sent a frame that is not sealed.');
    if ((body[8] as number) <= this.#received) throw new ProtocolError('The peer sent a frame that has come before.');
    this.#received = body[8] as number;
    const opened = body.subarray(9).map((octet) => octet ^ 0x55);
    return { flags: opened[0] as number, body: Buffer.from(opened.subarray(1)) };
  }
}

/** HELLO and WELCOME before READY. */
class ToySession implements MechanismSession {
  peerMetadata: Buffer | undefined;
  readonly seal = new ToySeal();
  readonly #asServer: boolean;
  readonly #metadata: () => Uint8Array;

  constructor(asServer: boolean, metadata: () => Uint8Array) {
    this.#asServer = asServer;
    this.#metadata = metadata;
  }

  start(): readonly Command[] {
    return this.#asServer ? [] : [{ name: 'HELLO', data: Buffer.alloc(0) }];
  }

  command(name: string, data: Buffer): readonly Command[] {
    if (this.#asServer && name === 'HELLO') return [{ name: 'READY', data: this.#metadata() }];
    if (!this.#asServer && name === 'READY') {
      this.peerMetadata = data;
      return [{ name: 'INITIATE', data: this.#metadata() }];
    }
    if (this.#asServer && name === 'INITIATE') {
      this.peerMetadata = data;
      return [];
    }
    throw new ProtocolError(`The peer sent ${name} out of turn.`);
  }
}

const toy = (asServer: boolean): Mechanism => ({
  name: 'TOY',
  asServer,
  begin: (metadata) => new ToySession(asServer, metadata),
});

const client = () =>
  new Handshake({ socketType: 'PUSH', peers: ['PULL'], routingId: undefined, mechanism: toy(false) });
const server = () => new Handshake({ socketType: 'PULL', peers: ['PUSH'], routingId: undefined, mechanism: toy(true) });

describe('a mechanism of several commands', () => {
  it('G-17 drives the handshake, and says who is the server', () => {
    const [a, b] = [client(), server()];
    expect(a.start()[32]).toBe(0);
    expect(b.start()[32]).toBe(1);
    const hello = a.push(b.start());
    expect(b.push(a.start())).toStrictEqual([]);
    const ready = b.push(Buffer.concat(hello));
    expect(b.done).toBeUndefined();
    const initiate = a.push(Buffer.concat(ready));
    expect(a.done).toMatchObject({ mechanism: 'TOY', socketType: 'PULL' });
    expect(b.push(Buffer.concat(initiate))).toStrictEqual([]);
    expect(b.done).toMatchObject({ mechanism: 'TOY', socketType: 'PUSH' });
  });

  it('G-11 V-02 A-09 is not talked to by a peer of another', () => {
    expect(refusal(server(), GOLDEN.greeting31).message).toContain('mechanism NULL; this socket has TOY');
  });

  it('C-05 refuses commands out of turn', () => {
    const refused = server();
    expect(refusal(refused, client().start(), command('READY')).message).toContain('READY out of turn');
  });
});

describe('sealed traffic', () => {
  function sealed(calls: (encoder: MessageEncoder) => void, dialect = ZMTP_3_1): Buffer {
    const encoder = new MessageEncoder({ dialect, seal: new ToySeal() });
    calls(encoder);
    return Buffer.concat(encoder.take().pieces);
  }

  it('W-10 H-12 carries messages and commands, all of them sealed', () => {
    const large = 'x'.repeat(50_000);
    const stream = sealed((encoder) => {
      encoder.message('secret');
      encoder.message(['a', large, '']);
      encoder.ping(1_000, Buffer.from('x'));
      encoder.command(subscribeCommand(Buffer.from('A')));
    });
    expect(stream.includes('secret')).toBe(false);
    expect(stream.includes('SUBSCRIBE')).toBe(false);
    const { decoder, recorder } = recording({ subscriptions: true, seal: new ToySeal() });
    for (let at = 0; at < stream.length; at += 1_000) decoder.push(stream.subarray(at, at + 1_000));
    expect(recorder.told).toStrictEqual([
      { message: ['secret'] },
      { message: ['a', large, ''] },
      { ping: 1_000, context: 'x' },
      { subscribe: 'A' },
    ]);
  });

  it('refuses what is not sealed, and what comes again', () => {
    const { decoder } = recording({ seal: new ToySeal() });
    expect(() => decoder.push(GOLDEN.message)).toThrow('not sealed');
    const stream = sealed((encoder) => encoder.message('once'));
    const replayed = recording({ seal: new ToySeal() });
    replayed.decoder.push(stream);
    expect(() => replayed.decoder.push(stream)).toThrow('come before');
    expect(replayed.recorder.told).toHaveLength(1);
  });
});
