import { type Message, ZMQError } from '@zeromq-ts/core';
import { decodeText, framesInPlace } from '@zeromq-ts/core/spi';
import type { ZMQDealer, ZMQRouter } from '@zeromq-ts/dealerrouter';

/**
 * What travels. The protocol is documented in docs/protocol/rpc.md; this is all of it in code.
 *
 * ```
 *   request   envelope…  ""  method  input            $credit, $cancel: method  number of items
 *   reply     envelope…  ""  kind    body             kind: R result, P item, E error, D end of a stream
 * ```
 *
 * The envelope is that of RFC 28: a ROUTER has the routing id of its peer there, and a client adds an id of the call, which
 * every server that follows RFC 28 returns with the reply. A plain REQ has no id of a call, and needs none.
 */

/** The kinds of a reply. */
export const RESULT = 'R';
export const ITEM = 'P';
export const ERROR = 'E';
export const END = 'D';

/** Names of the library's own methods. */
export const CANCEL = '$cancel';
export const CREDIT = '$credit';
export const PING = '$ping';
export const INFO = '$info';
export const STATS = '$stats';

/** The id of a reply to no call, by which a server finds out whether its client is still there. */
export const PROBE_ID = '$';

/** How many items of a stream may be on the way to a client that has not taken them. */
export const STREAM_WINDOW_ITEMS = 64;

/** A reply with what goes before it: the routing id of its client first. */
export type Reply = readonly (string | Uint8Array)[];

/** A message in its parts, as they lie in what was received: for reading, not for the application. */
export interface Envelope {
  readonly frames: readonly Uint8Array[];
  /** How many frames come before the empty one. */
  readonly pathLength: number;
  /** Method, or kind. */
  readonly head: string;
  readonly body: Uint8Array;
}

const NOTHING = new Uint8Array(0);
const KINDS = [RESULT, ITEM, ERROR, END];

/** @returns the parts of a message; undefined when it is not one of this protocol. */
export function open(message: Message): Envelope | undefined {
  const frames = framesInPlace(message);
  const pathLength = frames.findIndex((frame) => frame.byteLength === 0);
  // Two frames after the empty one; a method without input may come without the second.
  if (pathLength < 0 || frames.length < pathLength + 2 || frames.length > pathLength + 3) return undefined;
  return {
    frames,
    pathLength,
    head: headOf(frames[pathLength + 1] as Uint8Array),
    body: frames[pathLength + 2] ?? NOTHING,
  };
}

function headOf(frame: Uint8Array): string {
  if (frame.byteLength === 1) {
    const [code] = frame;
    for (const kind of KINDS) if (kind.charCodeAt(0) === code) return kind;
  }
  return decodeText(frame);
}

/** @returns whether an error of a send says that the queue of the peer is full. */
export function isFull(error: unknown): boolean {
  return error instanceof ZMQError && error.code === 'EAGAIN';
}

/**
 * Sends a message now if it can be sent without waiting, or in its turn; what cannot be sent at all is dropped.
 *
 * @returns false when a ROUTER has refused it, because the queue of the peer is full.
 */
export function post(socket: ZMQDealer | ZMQRouter, message: readonly (string | Uint8Array)[]): boolean {
  try {
    if (socket.trySend(message)) return true;
  } catch (error) {
    return !isFull(error);
  }
  void socket.send(message).catch(() => {});
  return true;
}
