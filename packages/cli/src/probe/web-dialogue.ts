import { createHash, randomBytes } from 'node:crypto';
import { commandOf } from './command-reader.js';
import { readyOf } from './dialogue.js';
import type { Finding, ZmtpFinding } from './finding.js';
import type { WebTarget } from './target.js';

const MAX_HEAD_BYTES = 16_384;
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
/** The subprotocols of RFC 45 with a mechanism, and of libzmq. A server chooses its own among them. */
const OFFER = ['ZWS2.0/NULL', 'ZWS2.0/PLAIN', 'ZWS2.0/CURVE'];
/** ZWS 2.0 without a mechanism has no handshake: a peer may give messages as soon as the connection is upgraded. */
const BARE = 'ZWS2.0';

/**
 * The conversation of a probe over a WebSocket (RFC 45), sans I/O: the upgrade, then, with NULL, the READY of the peer.
 * Nothing but the request is sent.
 */
export class WebDialogue {
  finding: Finding | undefined;

  readonly #target: WebTarget;
  readonly #offer: readonly string[];
  readonly #key = randomBytes(16).toString('base64');
  #bytes: Buffer = Buffer.alloc(0);
  #mechanism: string | undefined;

  /** @param bare Offer ZWS 2.0 without a mechanism alone: what servers made with jszmq understand. */
  constructor(target: WebTarget, bare: boolean) {
    this.#target = target;
    this.#offer = bare ? [BARE] : OFFER;
  }

  /** Whether the server has chosen a subprotocol. */
  get greeted(): boolean {
    return this.#mechanism !== undefined;
  }

  start(): Buffer {
    const { authority, path } = this.#target;
    const lines = [
      `GET ${path} HTTP/1.1`,
      `Host: ${authority}`,
      'Upgrade: websocket',
      'Connection: Upgrade',
      `Sec-WebSocket-Key: ${this.#key}`,
      `Sec-WebSocket-Protocol: ${this.#offer.join(',')}`,
      'Sec-WebSocket-Version: 13',
    ];
    return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
  }

  push(chunk: Uint8Array): undefined {
    if (this.finding !== undefined) return;
    this.#bytes = Buffer.concat([this.#bytes, chunk]);
    if (this.#mechanism === undefined) this.#readHead();
    if (this.#mechanism === 'NULL' && this.finding === undefined) this.#readFrame();
  }

  end(why: 'closed' | 'silent'): void {
    if (this.finding !== undefined) return;
    if (this.#mechanism !== undefined)
      this.finding = this.#zmtp(why === 'closed' ? 'it closed the connection' : 'it sent none in time');
    else this.finding = this.#bytes.length === 0 ? { kind: why } : this.#other();
  }

  #readHead(): void {
    const end = this.#bytes.indexOf('\r\n\r\n');
    if (end < 0) {
      if (this.#bytes.length > MAX_HEAD_BYTES) this.finding = this.#other();
      return;
    }
    const head = this.#bytes.toString('latin1', 0, end);
    const chosen = header(head, 'sec-websocket-protocol');
    const accepted = head.startsWith('HTTP/1.1 101') && header(head, 'sec-websocket-accept') === acceptOf(this.#key);
    if (!accepted || chosen === undefined || !this.#offer.includes(chosen)) {
      this.finding = this.#other();
      return;
    }
    this.#bytes = this.#bytes.subarray(end + 4);
    this.#mechanism = chosen.slice(BARE.length + 1);
    if (this.#mechanism === '') this.finding = this.#zmtp('ZWS 2.0 without a mechanism has none');
    else if (this.#mechanism !== 'NULL')
      this.finding = this.#zmtp(`with ${this.#mechanism}, it comes after authentication`);
  }

  /** One binary message, in one frame, unmasked: a flag byte, and the command. */
  #readFrame(): void {
    const bytes = this.#bytes;
    if (bytes.length < 2) return;
    const short = bytes[1] as number;
    const start = short === 126 ? 4 : 2;
    if (bytes[0] !== 0x82 || short > 126) {
      this.finding = this.#zmtp('it sent something else where a command was due');
      return;
    }
    if (bytes.length < start) return;
    const size = short === 126 ? bytes.readUInt16BE(2) : short;
    if (bytes.length < start + size) return;
    if (bytes[start] !== 0x02) {
      // jszmq answers with the subprotocol that was offered first, and has no mechanism for all that.
      this.#mechanism = '';
      this.finding = this.#zmtp('it speaks ZWS 2.0 without a mechanism, though it answered with one');
      return;
    }
    const command = commandOf(bytes.subarray(start + 1, start + size)) ?? 'it sent a malformed command';
    const { ready, without } = readyOf(command);
    this.finding = this.#zmtp(without, ready);
  }

  #zmtp(withoutReady?: string, ready?: ZmtpFinding['ready']): ZmtpFinding {
    const mechanism = this.#mechanism === '' ? 'none' : (this.#mechanism as string);
    return { kind: 'zmtp', version: 'ZWS 2.0', mechanism, asServer: false, ready, withoutReady };
  }

  #other(): Finding {
    const said = Buffer.from(this.#bytes.subarray(0, 64));
    const isHttp = said.toString('latin1').startsWith('HTTP/');
    return { kind: 'other', protocol: isHttp ? 'HTTP' : undefined, said };
  }
}

function header(head: string, name: string): string | undefined {
  return new RegExp(`^${name}:[ \\t]*(.*?)[ \\t]*$`, 'im').exec(head)?.[1];
}

function acceptOf(key: string): string {
  return createHash('sha1').update(`${key}${GUID}`).digest('base64');
}
