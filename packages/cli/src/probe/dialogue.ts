import { readCommandFrame, type ReadCommand } from './command-reader.js';
import type { Finding, OldZmtpFinding, OtherFinding, Ready, ZmtpFinding } from './finding.js';
import { AS_SERVER_AT, GREETING_BYTES, greetingFor, MAJOR_AT, mechanismOf, MINOR_AT } from './greeting.js';
import { parseReady } from './metadata.js';
import { protocolOf } from './other-protocols.js';

/** What is kept of another protocol. */
const SAID_BYTES = 64;

const ZMTP_2_TYPES = ['PAIR', 'PUB', 'SUB', 'REQ', 'REP', 'DEALER', 'ROUTER', 'PULL', 'PUSH', 'XPUB', 'XSUB'];

/**
 * The conversation of a probe with a peer over a stream of bytes, sans I/O.
 *
 *   ours                                  theirs
 *   FF … 7F 03 (11 bytes)  ──────────▶
 *                           ◀──────────  greeting: version, mechanism
 *   the rest, same mechanism ─────────▶                               only for NULL
 *                           ◀──────────  READY: socket type, identity
 *   end of the connection
 *
 * No READY is ever sent: a peer gives no message to a connection whose handshake is incomplete.
 */
export class Dialogue {
  /** What is known once the conversation is over. */
  finding: Finding | undefined;

  #bytes: Buffer = Buffer.alloc(0);
  #greeting: Buffer | undefined;

  /** The first 11 bytes of a greeting: they make libzmq send the whole of its own. */
  start(): Buffer {
    return greetingFor('').subarray(0, MINOR_AT);
  }

  /** Whether the whole greeting of a peer with ZMTP 3 has come. */
  get greeted(): boolean {
    return this.#greeting !== undefined;
  }

  /** Takes bytes of the peer. @returns what to send now. */
  push(chunk: Uint8Array): Buffer | undefined {
    if (this.finding !== undefined) return undefined;
    this.#bytes = Buffer.concat([this.#bytes, chunk]);
    if (this.#greeting !== undefined) return this.#readReady(this.#greeting);
    if (this.#bytes[0] !== 0xff || (this.#bytes.length > 9 && this.#bytes[9] !== 0x7f)) return this.#other();
    const major = this.#bytes[MAJOR_AT];
    if (major === undefined) return undefined;
    if (major < 3) return this.#old(major);
    if (this.#bytes.length < GREETING_BYTES) return undefined;
    return this.#answer(this.#bytes.subarray(0, GREETING_BYTES));
  }

  /** The peer has closed the connection, or the time is over. */
  end(why: 'closed' | 'silent'): void {
    if (this.finding !== undefined) return;
    if (this.#greeting !== undefined) {
      const reason = why === 'closed' ? 'it closed the connection after its greeting' : 'it sent none in time';
      this.finding = zmtp(this.#greeting, undefined, reason);
    } else if (this.#bytes.length === 0) {
      this.finding = { kind: why };
    } else {
      this.finding = zmtp1(this.#bytes) ?? partial(this.#bytes);
    }
  }

  #answer(greeting: Buffer): Buffer | undefined {
    this.#greeting = greeting;
    const mechanism = mechanismOf(greeting);
    if (mechanism !== 'NULL') {
      // Completing it would make a client with PLAIN send its password.
      this.finding = zmtp(greeting, undefined, `with ${mechanism}, it comes after authentication`);
      return undefined;
    }
    this.#bytes = this.#bytes.subarray(GREETING_BYTES);
    this.#readReady(greeting);
    return greetingFor(mechanism).subarray(MINOR_AT);
  }

  #readReady(greeting: Buffer): undefined {
    const read = readCommandFrame(this.#bytes);
    if (read === undefined) return;
    const { ready, without } = readyOf(read);
    this.finding = zmtp(greeting, ready, without);
  }

  #old(major: number): undefined {
    // Revision 1 is ZMTP 2.0; its socket type is the next byte.
    if (major === 0 || this.#bytes.length > MINOR_AT) this.finding = partial(this.#bytes);
  }

  #other(): undefined {
    const said = this.#bytes;
    const known = protocolOf(said) !== undefined;
    if (known || said.length >= SAID_BYTES) this.finding = other(said);
    // A ZMTP 1.0 peer begins with its identity, as a frame; what is longer is not only that.
    else if (said.length === 2) this.finding = zmtp1(said);
  }
}

/** What a command says where READY is due. */
export function readyOf(read: ReadCommand | string): { ready?: Ready | undefined; without?: string | undefined } {
  if (typeof read === 'string') return { without: read };
  if (read.name === 'ERROR') {
    const reason = read.data.subarray(1, 1 + (read.data[0] ?? 0)).toString('latin1');
    return { without: `it refused the connection: ${reason}` };
  }
  if (read.name !== 'READY') return { without: `it sent ${read.name}` };
  const ready = parseReady(read.data);
  return ready === undefined ? { without: 'its metadata is malformed' } : { ready };
}

function zmtp(greeting: Buffer, ready: Ready | undefined, withoutReady: string | undefined): ZmtpFinding {
  return {
    kind: 'zmtp',
    version: `${greeting[MAJOR_AT]}.${greeting[MINOR_AT]}`,
    mechanism: mechanismOf(greeting),
    asServer: greeting[AS_SERVER_AT] === 1,
    ready,
    withoutReady,
  };
}

/** What ended before the greeting of ZMTP 3 did. */
function partial(bytes: Buffer): Finding {
  if (bytes[0] !== 0xff || (bytes[9] ?? 0x7f) !== 0x7f) return other(bytes);
  const major = bytes[MAJOR_AT];
  if (major === undefined || major > 2) return { ...other(bytes), protocol: 'the beginning of a ZMTP greeting' };
  if (major === 0) return { kind: 'old-zmtp', version: '1.0', socketType: undefined };
  return { kind: 'old-zmtp', version: '2.0', socketType: ZMTP_2_TYPES[bytes[MINOR_AT] ?? -1] };
}

/** A frame of one byte of length, a flag byte that is zero, and the identity. */
function zmtp1(said: Buffer): OldZmtpFinding | undefined {
  const isIdentity = said.length > 1 && said[0] === said.length - 1 && said[1] === 0;
  return isIdentity ? { kind: 'old-zmtp', version: '1.0', socketType: undefined } : undefined;
}

function other(said: Buffer): OtherFinding {
  return { kind: 'other', protocol: protocolOf(said), said: Buffer.from(said.subarray(0, SAID_BYTES)) };
}
