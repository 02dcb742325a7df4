import { type Bytes, type Cryptography, encodeText } from '@zeromq-ts/core/spi';
import { COMMAND, MORE } from '../frame.js';
import type { FrameCipher } from '../mechanism.js';
import { ProtocolError } from '../protocol-error.js';
import type { ReceiveCounter, SendCounter } from './nonces.js';
import { SHORT_NONCE_BYTES, shortNonce } from './nonces.js';
import type { SessionKeys } from './session-keys.js';

/*
 * RFC 26, "MESSAGE Command". The flags that the frame would have had are inside the box:
 *
 *   +---------+-----------+-----------------------------+
 *   | 07 name | counter 8 | box 16 + (flags 1, body …)  |     flags:  0 0 0 0 0 0 COMMAND MORE
 *   +---------+-----------+-----------------------------+
 */
const NAME = encodeText('\x07MESSAGE');
const HEADER = NAME.length + SHORT_NONCE_BYTES;
const AUTHENTICATOR_BYTES = 16;
const INNER_COMMAND = 2;
const COUNTER_IN_NONCE = 16;

/** The traffic of a CURVE connection: every frame, of messages as of commands, in a box. */
export class CurveFrameCipher implements FrameCipher {
  readonly overhead = HEADER + AUTHENTICATOR_BYTES + 1;
  readonly #cryptography: Cryptography;
  readonly #keys: SessionKeys;
  readonly #key: Uint8Array;
  readonly #sent: SendCounter;
  readonly #received: ReceiveCounter;
  readonly #sendNonce: Bytes;
  readonly #receiveNonce: Bytes;

  /** @param asServer Whose boxes cannot be taken for those of the other side. */
  constructor(keys: SessionKeys, key: Uint8Array, asServer: boolean, sent: SendCounter, received: ReceiveCounter) {
    this.#keys = keys;
    this.#cryptography = keys.cryptography;
    this.#key = key;
    this.#sent = sent;
    this.#received = received;
    this.#sendNonce = shortNonce(asServer ? 'CurveZMQMESSAGES' : 'CurveZMQMESSAGEC');
    this.#receiveNonce = shortNonce(asServer ? 'CurveZMQMESSAGEC' : 'CurveZMQMESSAGES');
  }

  seal(flags: number, body: Uint8Array): Bytes {
    return this.sealRaw((flags & MORE) | ((flags & COMMAND) === 0 ? 0 : INNER_COMMAND), body);
  }

  /** @param inner The flags as they are to be inside. */
  sealRaw(inner: number, body: Uint8Array): Bytes {
    this.#assertGoingOn();
    const nonce = this.#sendNonce;
    this.#sent.next(nonce);
    const made = this.#cryptography.sealBehind(HEADER, this.#key, nonce, inner, body);
    made.set(NAME);
    for (let index = 0; index < SHORT_NONCE_BYTES; index++) {
      made[NAME.length + index] = nonce[COUNTER_IN_NONCE + index] as number;
    }
    return made;
  }

  open(body: Bytes): { flags: number; body: Bytes } {
    if (body.length < HEADER + AUTHENTICATOR_BYTES + 1 || !isMessage(body)) {
      throw new ProtocolError('The peer sent a frame that is not a CURVE MESSAGE.');
    }
    this.#assertGoingOn();
    const nonce = this.#receiveNonce;
    this.#received.accept(body, NAME.length, nonce);
    if (!this.#cryptography.openInPlace(HEADER, this.#key, nonce, body)) {
      throw new ProtocolError('The peer sent a CURVE MESSAGE that cannot be opened: it was changed on its way.');
    }
    const inner = body[HEADER + AUTHENTICATOR_BYTES] as number;
    if (inner > INNER_COMMAND) {
      throw new ProtocolError(
        'The peer sent a CURVE MESSAGE with flags that mean nothing, or with a command and MORE.',
      );
    }
    return { flags: inner === INNER_COMMAND ? COMMAND : inner, body: body.subarray(HEADER + AUTHENTICATOR_BYTES + 1) };
  }

  end(): void {
    this.#keys.end();
  }

  /** The key of a connection that is over is zeros, with which anybody could seal and open. */
  #assertGoingOn(): void {
    if (this.#keys.ended) throw new ProtocolError('The connection is over.');
  }
}

function isMessage(body: Uint8Array): boolean {
  for (let index = 0; index < NAME.length; index++) if (body[index] !== NAME[index]) return false;
  return true;
}
