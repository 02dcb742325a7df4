import type { SecuritySettings } from '@zeromq-ts/core/spi';
import type { Command } from './command.js';
import type { AuthenticatedPeer, AuthenticationHandler, Mechanism, MechanismSession } from './mechanism.js';
import { ProtocolError } from './protocol-error.js';
import { admit } from './authentication-error.js';

/*
 * RFC 24:
 *
 *   client                                     server
 *      │ ── HELLO user name, password ──────────> │  the authenticator is asked
 *      │ <───────────────────────────── WELCOME ─ │
 *      │ ── INITIATE metadata ──────────────────> │
 *      │ <────────────────────── READY metadata ─ │
 */

/** PLAIN, from either side. Nothing is encrypted. */
export function plainMechanism({ server, username, password }: SecuritySettings): Mechanism {
  return {
    name: 'PLAIN',
    asServer: server,
    begin: (metadata, gate) =>
      server
        ? new PlainServer(metadata, gate)
        : new PlainClient(metadata, Buffer.from(username ?? ''), password?.reveal() ?? new Uint8Array(0)),
  };
}

class PlainClient implements MechanismSession {
  readonly seal = undefined;
  peerMetadata: Buffer | undefined;
  readonly #metadata: () => Uint8Array;
  readonly #username: Uint8Array;
  readonly #password: Uint8Array;
  #expected: 'WELCOME' | 'READY' = 'WELCOME';

  constructor(metadata: () => Uint8Array, username: Uint8Array, password: Uint8Array) {
    this.#metadata = metadata;
    this.#username = username;
    this.#password = password;
  }

  start(): readonly Command[] {
    const [name, word] = [this.#username, this.#password];
    const data = Buffer.concat([Buffer.of(name.byteLength), name, Buffer.of(word.byteLength), word]);
    return [{ name: 'HELLO', data: data }];
  }

  command(name: string, data: Buffer): readonly Command[] {
    if (name !== this.#expected) throw outOfTurn(this.#expected);
    if (name === 'READY') {
      this.peerMetadata = data;
      return [];
    }
    if (data.length > 0)
      throw new ProtocolError('The peer sent a WELCOME that has more than its name.').of(
        'ERR_ZMTP_MALFORMED_COMMAND_WELCOME',
      );
    this.#expected = 'READY';
    return [{ name: 'INITIATE', data: this.#metadata() }];
  }
}

class PlainServer implements MechanismSession {
  readonly seal = undefined;
  peerMetadata: Buffer | undefined;
  waiting: Promise<readonly Command[]> | undefined;
  admission: AuthenticatedPeer | undefined;
  readonly #metadata: () => Uint8Array;
  readonly #gate: AuthenticationHandler | undefined;
  #expected: 'HELLO' | 'INITIATE' = 'HELLO';

  constructor(metadata: () => Uint8Array, gate: AuthenticationHandler | undefined) {
    this.#metadata = metadata;
    this.#gate = gate;
  }

  start(): readonly Command[] {
    return [];
  }

  command(name: string, data: Buffer): readonly Command[] {
    if (name !== this.#expected) throw outOfTurn(this.#expected);
    if (name === 'INITIATE') {
      const ready = { name: 'READY', data: this.#metadata() };
      this.peerMetadata = data;
      return [ready];
    }
    this.#expected = 'INITIATE';
    this.waiting = this.#welcome(data);
    // A rejection is handled later, by `settle`.
    this.waiting.catch(() => {});
    return [];
  }

  async #welcome(data: Buffer): Promise<readonly Command[]> {
    const [username, password] = parseHello(data);
    const verdict = await (this.#gate as AuthenticationHandler)({ mechanism: 'PLAIN', username, password });
    password.fill(0);
    this.waiting = undefined;
    this.admission = admit(verdict);
    return [{ name: 'WELCOME', data: new Uint8Array(0) }];
  }
}

/** One byte of length and the user name, one byte of length and the password, and nothing after it. */
function parseHello(data: Buffer): [username: Buffer, password: Buffer] {
  const nameEnd = 1 + (data[0] ?? 0);
  const end = nameEnd + 1 + (data[nameEnd] ?? 0);
  if (nameEnd >= data.length || end !== data.length) {
    throw new ProtocolError('The peer sent a HELLO whose name or password does not end where it should.').of(
      'ERR_ZMTP_MALFORMED_COMMAND_HELLO',
    );
  }
  return [data.subarray(1, nameEnd), data.subarray(nameEnd + 1, end)];
}

function outOfTurn(expected: string): ProtocolError {
  return new ProtocolError(`The peer sent another command where ${expected} was due.`).of(
    'ERR_ZMTP_UNEXPECTED_COMMAND',
  );
}
