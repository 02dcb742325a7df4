import type { Message } from '@zeromq-ts/core/spi';
import { SUBSCRIBE } from '@zeromq-ts/core/spi';
import '@zeromq-ts/security';
import { describe, expect, it } from 'vitest';
import type { RfcSocketType } from '@zeromq-ts/testing';
import { definitionOf, optionsOf } from '@zeromq-ts/testing';
import { mechanismOf } from '../../src/security/mechanism-of.js';
import { type Command, encodeCommand } from '../../src/zmtp/command.js';
import { COMMAND, MORE } from '../../src/zmtp/frame.js';
import { MessageAssembler } from '../../src/zmtp/message-assembler.js';
import { SecurityHandshake } from '../../src/zmtp/security-handshake.js';
import { cryptography, SERVER } from '../curve/sides.js';
import { Recorder } from './recorder.js';

/*
 * ZWS 2.0 (RFC 45, "Framing") has neither a greeting nor a length: a frame is one WebSocket message, which is a flag byte
 * and the body. These tests frame like that, with everything else as it is over a byte stream.
 */

function frameOf(flags: number, body: Uint8Array): Buffer {
  return Buffer.concat([Buffer.of(flags), body]);
}

function side(type: RfcSocketType, options: object): SecurityHandshake {
  return new SecurityHandshake({
    socketType: type,
    peers: definitionOf(type).peers,
    sendsIdentity: definitionOf(type).sendsIdentity,
    routingId: Buffer.from('me'),
    mechanism: mechanismOf({ options: optionsOf(type, options) }),
    gate: options === NULL ? undefined : async () => ({ allowed: true, userId: 'anna', metadata: new Map() }),
  });
}

const toFrames = (commands: readonly Command[]): Buffer[] =>
  commands.map((command) => frameOf(COMMAND, encodeCommand(command)));

/** @returns what the side answers to frames. */
async function take(handshake: SecurityHandshake, frames: readonly Buffer[]): Promise<Buffer[]> {
  const replies: Buffer[] = [];
  for (const frame of frames) {
    expect(frame[0]).toBe(COMMAND);
    replies.push(...toFrames(handshake.command(frame.subarray(1))));
    if (handshake.waiting) replies.push(...toFrames(await handshake.settle()));
  }
  return replies;
}

const NULL = {};
const CLIENT = cryptography.keyPair();

describe('a framing other than that of byte streams', () => {
  it.each([
    ['NULL', NULL, NULL],
    ['PLAIN', { plainUsername: 'anna', plainPassword: 'secret' }, { plainServer: true }],
    [
      'CURVE',
      { curveServerKey: SERVER.publicKey, curveSecretKey: CLIENT.secretKey },
      { curveServer: true, curveSecretKey: SERVER.secretKey },
    ],
  ])('shares the handshake of %s', async (mechanism, clientOptions, serverOptions) => {
    const client = side('DEALER', clientOptions);
    const server = side('ROUTER', serverOptions);
    let toServer = toFrames(client.start());
    let toClient = toFrames(server.start());
    while (toServer.length + toClient.length > 0) {
      const answers = await take(client, toClient);
      toClient = await take(server, toServer);
      toServer = answers;
    }
    expect(client.result).toMatchObject({ mechanism, socketType: 'ROUTER' });
    expect(server.result).toMatchObject({ mechanism, socketType: 'DEALER', routingId: Buffer.from('me') });
    const sealed = frameOf(0, client.result?.seal?.seal(0, Buffer.from('hello')) ?? Buffer.from('hello'));
    const recorder = new Recorder();
    const options = { subscriptions: false, peerCommands: [], seal: server.result?.seal };
    new MessageAssembler(options, recorder).frame(0, sealed, 1, sealed.length);
    expect(recorder.told).toEqual([{ message: ['hello'] }]);
  });

  it('shares messages, commands and subscriptions', () => {
    const recorder = new Recorder();
    const assembler = new MessageAssembler({ subscriptions: true, peerCommands: [SUBSCRIBE] }, recorder);
    const frames = [
      frameOf(MORE, Buffer.from('topic')),
      frameOf(0, Buffer.alloc(2_000, 'x')),
      frameOf(0, Buffer.from('\u0001A')),
      frameOf(COMMAND, encodeCommand({ name: SUBSCRIBE, data: Buffer.from('B') })),
      frameOf(0, Buffer.from('alone')),
    ];
    for (const frame of frames) expect(assembler.frame(frame[0] as number, frame, 1, frame.length)).toBe(true);
    expect(assembler.midMessage).toBe(false);
    expect(recorder.told).toEqual([
      { message: ['topic', 'x'.repeat(2_000)] },
      { subscribe: 'A' },
      { subscribe: 'B' },
      { message: ['alone'] },
    ]);
  });

  it('is told to stop after a message', () => {
    const messages: Message[] = [];
    const recorder = new Recorder();
    recorder.message = (message) => messages.push(message) < 2;
    const assembler = new MessageAssembler({ subscriptions: false, peerCommands: [] }, recorder);
    const frame = frameOf(0, Buffer.from('x'));
    expect([1, 2, 3].map(() => assembler.frame(0, frame, 1, 2))).toEqual([true, false, false]);
  });
});
