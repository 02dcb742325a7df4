import type { Message, PeerInfo } from '@zeromq-ts/core';
import { binaryKey } from '@zeromq-ts/core/spi';
import { numericId } from './call-ids.js';
import type { ServerCall } from './server-call.js';
import type { Envelope, Reply } from './wire.js';

/** What stands for a call among those of its client. */
export type CallKey = number | string;

/** A request that has been read, and whose call has not begun. */
export interface WaitingCall {
  readonly key: CallKey;
  readonly client: ServedClient;
  readonly request: Envelope;
  readonly message: Message;
  readonly peer: PeerInfo | undefined;
}

/** What a server knows of one client, by its routing id. */
export class ServedClient {
  readonly routingId: Uint8Array;
  /** Calls under way. */
  readonly calls = new Map<CallKey, ServerCall>();
  /** How many there are, with those that were aborted and have given their key to another one. */
  running = 0;
  /** Calls that wait, in the order in which they came. */
  readonly waiting = new Map<CallKey, WaitingCall>();
  /** Replies that wait because its queue is full. While there are any, none of its calls begins. */
  unsent: Reply[] = [];
  /** How many of these are no replies of calls that had begun. */
  unsentAnswers = 0;

  /** @param routingId May be a part of something larger. */
  constructor(routingId: Uint8Array) {
    this.routingId = new Uint8Array(routingId);
  }

  is(routingId: Uint8Array): boolean {
    const own = this.routingId;
    if (own.length !== routingId.length) return false;
    for (let index = 0; index < own.length; index++) if (own[index] !== routingId[index]) return false;
    return true;
  }

  /** Whether there is nothing to be known of it. */
  get idle(): boolean {
    return this.running === 0 && this.waiting.size === 0 && this.unsent.length === 0;
  }
}

/** The clients that have calls, and the one that has called last: many calls in a row come from one client. */
export class ServedClients {
  readonly #clients = new Map<string, ServedClient>();
  #last: ServedClient | undefined;

  of(routingId: Uint8Array): ServedClient {
    const last = this.#last;
    if (last?.is(routingId) === true) return last;
    if (last?.idle === true) this.#clients.delete(binaryKey(last.routingId));
    const key = binaryKey(routingId);
    let client = this.#clients.get(key);
    if (client === undefined) {
      client = new ServedClient(routingId);
      this.#clients.set(key, client);
    }
    this.#last = client;
    return client;
  }

  /** A call has gone. */
  left(client: ServedClient): void {
    if (client !== this.#last && client.idle) this.#clients.delete(binaryKey(client.routingId));
  }

  /** Those with calls under way that have ids: not a plain REQ. */
  *withIds(): IterableIterator<ServedClient> {
    for (const client of this.#clients.values()) {
      for (const { path } of client.calls.values()) {
        if (path.length === 1) continue;
        yield client;
        break;
      }
    }
  }

  /** Calls under way, of all clients. */
  *calls(): IterableIterator<ServerCall> {
    for (const { calls } of this.#clients.values()) yield* calls.values();
  }
}

/**
 * @returns what stands for a call: the frames between the routing id of its client and the empty one. With their lengths where
 * it is not one number, because ids may have any bytes. `undefined` when there is no such frame: a plain REQ has no ids.
 */
export function callKey({ frames, pathLength }: Envelope): CallKey | undefined {
  if (pathLength === 1) return undefined;
  const number = pathLength === 2 ? numericId(frames[1] as Uint8Array) : undefined;
  if (number !== undefined) return number;
  const ids = frames.slice(1, pathLength);
  return ids.map((frame) => `${frame.byteLength}:${binaryKey(frame)}`).join('');
}

/** @returns the frames that go before a reply. */
export function replyPath(client: ServedClient, key: CallKey, request: Envelope): readonly (string | Uint8Array)[] {
  const { frames, pathLength } = request;
  if (pathLength === 1) return [client.routingId];
  // A number is sooner written again than kept where it lies.
  if (typeof key === 'number') return [client.routingId, `${key}`];
  return frames.slice(0, pathLength);
}
