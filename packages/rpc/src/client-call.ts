import type { Deadline, Timed } from './deadlines.js';
import type { RpcError } from './rpc-error.js';
import type { ServerLink } from './server-link.js';

/** Who waits for what comes of a call. */
export interface Replies {
  result(value: unknown): void;
  /** Absent, with `end`, where the method returns no stream. */
  item?(value: unknown): void;
  end?(): void;
  fail(error: RpcError): void;
}

/** One call at the client, from `call.method(…)` to its last reply. */
export class ClientCall implements Timed {
  /** In decimal, as it travels. */
  readonly id: string;
  /** The same as a number. */
  readonly number: number;
  readonly method: string;
  readonly body: string | Uint8Array;
  readonly replies: Replies;
  /** In milliseconds. */
  readonly timeout: number;
  at = Infinity;
  /** The server that it was sent to; undefined while it waits for one. */
  link: ServerLink | undefined;
  /** How many more times it may be sent. */
  retriesLeft: number;
  /** A reply has come: sending it again would give a stream twice. */
  begun = false;
  /** It has its result, or will have none. */
  over = false;
  deadline: Deadline | undefined;
  /** The deadline of the try that is under way, when there may be another one. */
  tried: Deadline | undefined;
  /** Deadlines of something else than the call as a whole, with their durations. */
  others: [number, Deadline][] | undefined;
  /** Takes the listener off the signal. */
  detach: (() => void) | undefined;
  readonly #onExpired: (call: ClientCall) => void;

  constructor(
    number: number,
    method: string,
    body: string | Uint8Array,
    retries: number,
    timeout: number,
    replies: Replies,
    onExpired: (call: ClientCall) => void,
  ) {
    this.number = number;
    this.id = `${number}`;
    this.method = method;
    this.body = body;
    this.retriesLeft = retries;
    this.timeout = timeout;
    this.replies = replies;
    this.#onExpired = onExpired;
  }

  expired(): void {
    this.#onExpired(this);
  }
}
