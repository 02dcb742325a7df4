import type { Command } from './command.js';
import type { AuthenticatedPeer, AuthenticationHandler, Mechanism, MechanismSession } from './mechanism.js';
import { ProtocolError } from './protocol-error.js';
import { admit } from './authentication-error.js';

/**
 * RFC 37, "The NULL Security Mechanism": a READY command each way. Both sides send theirs at once: a side that waited
 * for the other, as the RFC has it for the one that binds, would wait without end for another that waits.
 */
export const nullMechanism: Mechanism = {
  name: 'NULL',
  asServer: false,
  begin: (metadata, gate) =>
    gate === undefined ? new NullSession(metadata) : new AuthenticatedNullSession(metadata, gate),
};

class NullSession implements MechanismSession {
  readonly seal = undefined;
  peerMetadata: Buffer | undefined;
  protected readonly metadata: () => Uint8Array;

  constructor(metadata: () => Uint8Array) {
    this.metadata = metadata;
  }

  start(): readonly Command[] {
    return [{ name: 'READY', data: this.metadata() }];
  }

  command(name: string, data: Buffer): readonly Command[] {
    if (name !== 'READY')
      throw new ProtocolError('The peer sent another command where READY was due.').of('ERR_ZMTP_UNEXPECTED_COMMAND');
    this.peerMetadata = data;
    return [];
  }
}

/** As libzmq has it, the authenticator is asked before READY is sent: a peer that is refused learns nothing of this side. */
class AuthenticatedNullSession extends NullSession {
  waiting: Promise<readonly Command[]> | undefined;
  admission: AuthenticatedPeer | undefined;
  readonly #gate: AuthenticationHandler;

  constructor(metadata: () => Uint8Array, gate: AuthenticationHandler) {
    super(metadata);
    this.#gate = gate;
  }

  override start(): readonly Command[] {
    this.waiting = this.#ask();
    // A rejection is handled later, by `settle`.
    this.waiting.catch(() => {});
    return [];
  }

  async #ask(): Promise<readonly Command[]> {
    const verdict = await this.#gate({ mechanism: 'NULL' });
    this.waiting = undefined;
    this.admission = admit(verdict);
    return super.start();
  }
}
