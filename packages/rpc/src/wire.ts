import type { Message } from '@zeromq-ts/core';

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

/** How many items of a stream may be on the way to a client that has not taken them. */
export const STREAM_WINDOW_ITEMS = 64;

/** A message in its parts. */
export interface Envelope {
  /** The frames before the empty one. */
  readonly path: readonly Uint8Array[];
  /** Method, or kind. */
  readonly head: string;
  readonly body: Uint8Array;
}

/** @returns the parts of a message; undefined when it is not one of this protocol. */
export function open(message: Message): Envelope | undefined {
  const { frames } = message;
  const empty = frames.findIndex((frame) => frame.byteLength === 0);
  // Two frames after the empty one; a method without input may come without the second.
  if (empty < 0 || frames.length < empty + 2 || frames.length > empty + 3) return undefined;
  return { path: frames.slice(0, empty), head: message.text(empty + 1), body: frames[empty + 2] ?? NOTHING };
}

const NOTHING = new Uint8Array(0);

/** @returns a message of its parts, as `send` takes it. */
export function seal(
  path: readonly Uint8Array[],
  head: string,
  body: string | Uint8Array,
): readonly (string | Uint8Array)[] {
  return [...path, '', head, body];
}
