import type { Message } from '@zeromq-ts/core';
import { messageOfSharedFrames } from '@zeromq-ts/core/spi';
import { CommandError } from '../errors/command-error.js';
import { printable } from '../output/printable.js';

/** The first frame of what clients of the Majordomo protocol send and receive (RFC 7, MDP/0.1). */
const CLIENT = 'MDPC01';
const CLIENT_FRAME = Buffer.from(CLIENT);

/** A service of a broker that speaks the Majordomo protocol, as a REQ asks it. */
export class MajordomoService {
  readonly #name: string;
  readonly #nameFrame: Buffer;

  constructor(name: string) {
    this.#name = name;
    this.#nameFrame = Buffer.from(name);
  }

  /** The frames of a request with this body. */
  request(body: readonly Uint8Array[]): Uint8Array[] {
    return [CLIENT_FRAME, this.#nameFrame, ...body];
  }

  /** The body of a reply. @throws CommandError with exit code 6 for what is no reply of this service. */
  bodyOf(reply: Message): Message {
    const [header, name, ...body] = reply;
    if (header === undefined || !CLIENT_FRAME.equals(header) || name === undefined || body.length === 0) {
      throw new CommandError('incompatible', `The reply does not begin with ${CLIENT} and the name of a service.`, {
        code: 'EPROTO',
        hint: '--service is for brokers that speak the Majordomo protocol, RFC 7',
      });
    }
    if (!this.#nameFrame.equals(name)) {
      throw new CommandError('incompatible', `The reply is of the service "${printable(name)}".`, { code: 'EPROTO' });
    }
    return messageOfSharedFrames(body, reply.peer);
  }

  /**
   * The error of a reply that says that something has failed: a service of the broker itself, `mmi.…` (RFC 8), replies with
   * a status. `undefined` for any other reply: nothing is known of the body of a service.
   */
  failureOf(body: Message): CommandError | undefined {
    const status = body.frame(0).length === 3 ? String(Buffer.from(body.frame(0))) : '';
    if (!this.#name.startsWith('mmi.') || !/^[45]\d\d$/u.test(status)) return undefined;
    const meaning = { 400: 'malformed request', 404: 'no such service', 501: 'not implemented' }[status];
    const why = meaning === undefined ? status : `${status}, ${meaning}`;
    return new CommandError('answered', `The broker has answered with ${why}.`, { code: `EMDP${status}` });
  }
}
