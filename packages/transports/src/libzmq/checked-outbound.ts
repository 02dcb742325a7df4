import type { Outgoing, SocketCounters } from '@zeromq-ts/core/spi';
import { asFrame, byteLength, clearTimeout, setTimeout, ZMQError } from '@zeromq-ts/core/spi';
import type { NativeSocketState } from './native-socket-state.js';
import { toParts } from './native-parts.js';
import type { Outbound } from './outbound.js';
import { rejectionCodeOf } from '../node/promise-rejection.js';

const MIN_POLL_INTERVAL_MS = 1;
const MAX_POLL_INTERVAL_MS = 20;

/**
 * Sending of the types that can fail: a ROUTER with `mandatory`, and PUB and XPUB with `noDrop`.
 *
 * Whether libzmq took a message is only to be known by sending it. A `noDrop` socket always says that it is writable
 * (xpub_t::xhas_out), so waiting for room is trying again.
 */
export class CheckedOutbound implements Outbound {
  readonly #link: NativeSocketState;
  readonly #traffic: SocketCounters;
  readonly #writable: () => void;
  readonly #mandatory: boolean;
  #pause = MIN_POLL_INTERVAL_MS;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param writable Called when it is time to try again. */
  constructor(link: NativeSocketState, traffic: SocketCounters, mandatory: boolean, writable: () => void) {
    this.#link = link;
    this.#traffic = traffic;
    this.#mandatory = mandatory;
    this.#writable = writable;
  }

  send(message: Outgoing): boolean {
    // Before a send libzmq does not always look who has left (socket_base_t::process_commands is throttled).
    if (this.#mandatory && this.#link.socket.readable) this.#link.wakeReceive();
    const sending = this.#link.socket.send(toParts(message));
    sending.catch(() => {});
    const code = rejectionCodeOf(sending);
    if (code === undefined) {
      this.#traffic.messagesSent++;
      this.#traffic.bytesSent += byteLength(message);
      this.#pause = MIN_POLL_INTERVAL_MS;
      return true;
    }
    if (this.#mandatory) throw notRouted(code, message);
    return false;
  }

  /** Which peer a message is for, and whether that one has room, is known when it is sent. */
  canSend(): boolean {
    return true;
  }

  awaitRoom(): void {}

  awaitWritable(): boolean {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#writable();
    }, this.#pause);
    this.#pause = Math.min(this.#pause * 2, MAX_POLL_INTERVAL_MS);
    return false;
  }

  close(): void {
    clearTimeout(this.#timer);
  }
}

function notRouted(code: string, message: Outgoing): ZMQError {
  const first = typeof message === 'string' || message instanceof Uint8Array ? message : message[0];
  const peer = showRoutingId(first ?? '');
  if (code === 'EHOSTUNREACH') {
    return new ZMQError(
      code,
      `No peer has the routing id ${peer}: it has not connected yet, or has left. Send to the routing id that came as ` +
        'frame 0 of a message received, or without { mandatory: true } to have such messages dropped.',
    );
  }
  if (code === 'EAGAIN') {
    return new ZMQError(
      code,
      `The queue of the peer ${peer} is full. Send to it again later, or raise sendHighWaterMark.`,
    );
  }
  return new ZMQError(code, `libzmq refused to send to the peer ${peer} (${code}).`);
}

/** A routing id as text where it is text, otherwise as hex. */
function showRoutingId(id: string | Uint8Array): string {
  const bytes = typeof id === 'string' ? Buffer.from(id) : Buffer.from(asFrame(id));
  const text = bytes.toString();
  return /^[\x20-\x7e]+$/.test(text) ? JSON.stringify(text) : `<${bytes.toString('hex')}>`;
}
