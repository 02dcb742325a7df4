import { timingSafeEqual } from 'node:crypto';
import type { OptionRule } from '@zeromq-ts/core/spi';
import { ZMQError } from '@zeromq-ts/core/spi';
import type { Command, Mechanism, MechanismSession, SecurityMechanism } from '@zeromq-ts/transports/zmtp';
import { errorCommand, ProtocolError } from '@zeromq-ts/transports/zmtp';

/*
 * A security mechanism that is in no package of this repository: the client shows a token. Nothing is encrypted.
 *
 *   client                                     server
 *      │ ── HELLO token, metadata ──────────────> │  compares the token
 *      │ <────────────────────── READY metadata ─ │
 */

/** Options of the mechanism TOKEN. */
export interface TokenOptions {
  /** This socket is a client that shows this token, of 1 to 255 bytes. */
  readonly token?: string | null | undefined;
  /** This socket is the server, and admits clients that show this token. */
  readonly tokenServer?: string | null | undefined;
}

declare module '@zeromq-ts/core' {
  interface MechanismKinds {
    readonly TOKEN: true;
  }
  interface MechanismOptions extends TokenOptions {}
}

const TOKEN: OptionRule = {
  accepts: 'a token of 1 to 255 bytes in UTF-8',
  fallback: undefined,
  // No error, event or printed socket shows it.
  confidential: true,
  check: (value) => typeof value === 'string' && value !== '' && Buffer.byteLength(value) <= 255,
};

/** For `createZmtpEngine({ mechanisms: [token()], … })`. */
export function token(): SecurityMechanism {
  return {
    seam: 'mechanism@1',
    name: 'TOKEN',
    options: { token: TOKEN, tokenServer: TOKEN },
    create({ token: shown, tokenServer: expected }) {
      if (shown !== undefined && expected !== undefined) {
        throw new ZMQError('EINVAL', 'token makes this socket a client, tokenServer the server: omit one of them.');
      }
      return mechanism(Buffer.from(String(shown ?? expected)), expected !== undefined);
    },
  };
}

function mechanism(secret: Buffer, asServer: boolean): Mechanism {
  return {
    name: 'TOKEN',
    asServer,
    begin: (metadata) => (asServer ? new TokenServer(secret, metadata) : new TokenClient(secret, metadata)),
  };
}

class TokenClient implements MechanismSession {
  readonly seal = undefined;
  peerMetadata: Buffer | undefined;
  readonly #token: Buffer;
  readonly #metadata: () => Uint8Array;

  constructor(secret: Buffer, metadata: () => Uint8Array) {
    this.#token = secret;
    this.#metadata = metadata;
  }

  start(): readonly Command[] {
    const data = Buffer.concat([Buffer.of(this.#token.length), this.#token, this.#metadata()]);
    return [{ name: 'HELLO', data }];
  }

  command(name: string, data: Buffer): readonly Command[] {
    if (name !== 'READY') throw new ProtocolError('The peer sent another command where READY was due.');
    this.peerMetadata = data;
    return [];
  }
}

class TokenServer implements MechanismSession {
  readonly seal = undefined;
  peerMetadata: Buffer | undefined;
  readonly #expected: Buffer;
  readonly #metadata: () => Uint8Array;

  constructor(expected: Buffer, metadata: () => Uint8Array) {
    this.#expected = expected;
    this.#metadata = metadata;
  }

  start(): readonly Command[] {
    return [];
  }

  command(name: string, data: Buffer): readonly Command[] {
    if (name !== 'HELLO') throw new ProtocolError('The peer sent another command where HELLO was due.');
    const end = 1 + (data[0] ?? 0);
    const shown = data.subarray(1, end);
    if (shown.length !== this.#expected.length || !timingSafeEqual(shown, this.#expected)) {
      // The peer gets an ERROR command with this reason, and then the connection is closed.
      throw new ProtocolError('The peer showed a wrong token.', errorCommand('wrong token'));
    }
    this.peerMetadata = data.subarray(end);
    return [{ name: 'READY', data: this.#metadata() }];
  }
}
