import { describe, expect, it } from 'vitest';
import type { Handshake } from '../../src/zmtp/handshake.js';
import type { FrameCipher } from '../../src/zmtp/mechanism.js';
import { MessageEncoder } from '../../src/zmtp/message-encoder.js';
import { recording } from '../zmtp/recorder.js';
import { ReplayedCryptography, sideWith } from './replayed-cryptography.js';
import { CLIENT, SERVER, WITH_ITS_CLIENT, WITH_ITS_SERVER } from './transcripts-with-libzmq.js';

const asServer = (): Handshake =>
  sideWith(new ReplayedCryptography(WITH_ITS_CLIENT.drawn), 'ROUTER', {
    curveServer: true,
    curveSecretKey: SERVER.secretKey,
  });

const asClient = (): Handshake =>
  sideWith(
    new ReplayedCryptography(WITH_ITS_SERVER.drawn),
    'DEALER',
    { curveServerKey: SERVER.publicKey, curveSecretKey: CLIENT.secretKey },
    'us',
  );

function ourTraffic(seal: FrameCipher | undefined): Buffer {
  const encoder = new MessageEncoder({ seal });
  encoder.message(['hello', '']);
  encoder.message('x'.repeat(300));
  return Buffer.concat(encoder.take().pieces);
}

describe.each([
  ['a client of libzmq', asServer, WITH_ITS_CLIENT, { socketType: 'DEALER', routingId: Buffer.from('them') }],
  ['a server of libzmq', asClient, WITH_ITS_SERVER, { socketType: 'ROUTER' }],
] as const)('a conversation with %s', (_who, side, transcript, peer) => {
  it('CV-01 CV-03 CV-04 CV-09 CV-13 can be had again, and every octet is the same', () => {
    const ours = side();
    expect(Buffer.concat(ours.push(transcript.theirHandshake))).toEqual(transcript.ourHandshake);
    expect(ours.done).toMatchObject({ ...peer, mechanism: 'CURVE' });
    const seal = ours.done?.seal;
    expect(ourTraffic(seal)).toEqual(transcript.ourTraffic);
    const { decoder, recorder } = recording({ seal });
    decoder.push(transcript.theirTraffic);
    expect(recorder.told).toEqual([{ message: ['answer me', ''] }, { message: ['y'.repeat(300)] }]);
  });

  it('CV-01 CV-03 comes to the same when it arrives octet by octet', () => {
    const ours = side();
    const answers: Uint8Array[] = [];
    for (const octet of transcript.theirHandshake) answers.push(...ours.push(Buffer.of(octet)));
    expect(Buffer.concat(answers)).toEqual(transcript.ourHandshake);
    const { decoder, recorder } = recording({ seal: ours.done?.seal });
    for (const octet of transcript.theirTraffic) decoder.push(Buffer.of(octet));
    expect(recorder.told).toHaveLength(2);
  });

  it('A-11 A-16 ends at any octet of it that is changed, and shows nothing of what it is about', () => {
    for (const stream of [
      transcript.theirHandshake,
      transcript.ourHandshake,
      transcript.theirTraffic,
      transcript.ourTraffic,
    ]) {
      for (const word of [
        'them',
        'us\0',
        'DEALER',
        'ROUTER',
        'Socket-Type',
        'Identity',
        'hello',
        'answer',
        'xxxx',
        'yyyy',
      ]) {
        expect(stream.includes(word)).toBe(false);
      }
    }
    const { length } = transcript.theirTraffic;
    for (let at = 0; at < length; at++) {
      const ours = side();
      ours.push(transcript.theirHandshake);
      const changed = Buffer.from(transcript.theirTraffic);
      changed[at] = (changed[at] as number) ^ 0x80;
      const { decoder, recorder } = recording({ seal: ours.done?.seal });
      let ended = false;
      try {
        decoder.push(changed);
      } catch {
        ended = true;
      }
      // A size that has become larger has it wait for more, which would not open, either.
      expect(ended || decoder.midMessage, `octet ${at}`).toBe(true);
      expect(recorder.told.length, `octet ${at}`).toBeLessThan(2);
    }
  });
});
