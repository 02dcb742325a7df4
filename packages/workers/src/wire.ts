import { Message } from '@zeromq-ts/core';
import { binaryKey } from '@zeromq-ts/core/spi';

/**
 * What travels between a pool (ROUTER) and its workers (DEALER), documented in docs/protocol/workers.md. It is the Paranoid
 * Pirate Protocol (RFC 6) with credit, goodbyes and results that can be errors.
 *
 * ```
 *   worker → pool   READY credit ms   HEARTBEAT      LEAVING      id  ""  R result…  |  id  ""  E error
 *   pool → worker   HEARTBEAT         REGISTER       id  ""  input…
 * ```
 */
export const READY = 1;
export const HEARTBEAT = 2;
export const LEAVING = 3;
export const REGISTER = 4;

export const RESULT = 'R';
export const ERROR = 'E';

/** An id of a job, which cannot be guessed. */
export const JOB_ID_BYTES = 16;

export const command = (code: number): Uint8Array => Uint8Array.of(code);

/** @returns the command of a message, and its arguments; undefined when it is about a job. */
export function commandOf(
  frames: readonly Uint8Array[],
): { readonly code: number; readonly args: readonly number[] } | undefined {
  const [first, ...others] = frames;
  if (first === undefined || first.byteLength !== 1 || frames.length > 3) return undefined;
  return { code: first[0] ?? 0, args: others.map(numberOf) };
}

/** A number in decimal; NaN when it is none. */
function numberOf(bytes: Uint8Array): number {
  const text = new Message(bytes).text();
  return /^\d{1,9}$/u.test(text) ? Number(text) : NaN;
}

/** @returns the id of a job, and what comes with it; undefined when the message is of another form. */
export function jobOf(
  frames: readonly Uint8Array[],
): { readonly id: string; readonly rest: readonly Uint8Array[] } | undefined {
  const [id, empty, ...rest] = frames;
  if (id?.byteLength !== JOB_ID_BYTES || empty?.byteLength !== 0 || rest.length === 0) return undefined;
  return { id: binaryKey(id), rest };
}

/** What one part of a message may be. */
export type MessagePart = string | Uint8Array | Message;
