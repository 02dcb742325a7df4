import { encodeCommand } from './command.js';
import type { Mechanism, MechanismSession } from './mechanism.js';
import { ProtocolError } from './protocol-error.js';

/**
 * RFC 37, "The NULL Security Mechanism": a READY command each way. Both sides send theirs at once: a side that waited
 * for the other, as the RFC has it for the one that binds, would wait for ever for another that waits.
 */
export const nullMechanism: Mechanism = {
  name: 'NULL',
  asServer: false,
  begin: (metadata) => new NullSession(metadata),
};

class NullSession implements MechanismSession {
  readonly seal = undefined;
  peerMetadata: Buffer | undefined;
  readonly #metadata: Uint8Array;

  constructor(metadata: Uint8Array) {
    this.#metadata = metadata;
  }

  start(): readonly Uint8Array[] {
    return [encodeCommand('READY', this.#metadata)];
  }

  command(name: string, data: Buffer): readonly Uint8Array[] {
    if (name !== 'READY') throw new ProtocolError('The peer sent another command where READY was due.');
    this.peerMetadata = data;
    return [];
  }
}
