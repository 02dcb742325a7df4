import type { Message } from '@zeromq-ts/core';
import { CommandError } from '../errors/command-error.js';
import { decodeStrict } from '../output/printable.js';
import { routingIdFrom } from '../sockets/routing-id.js';
import { fromBase64 } from './encoded-text.js';
import type { InputMessage } from './input-message.js';

/** A frame in JSON: text exactly if it is valid UTF-8. */
export type JSONFrame = string | { readonly base64: string };

/** A frame as JSON has it. */
export function frameToJSON(frame: Uint8Array): JSONFrame {
  return (
    decodeStrict(frame) ?? { base64: Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength).toString('base64') }
  );
}

/** A routing id as JSON has it: as a frame, unless the text would be read as hexadecimal digits. */
export function routingIdToJSON(id: Uint8Array): JSONFrame {
  const json = frameToJSON(id);
  return typeof json === 'string' && json.startsWith('0x')
    ? { base64: Buffer.from(id.buffer, id.byteOffset, id.byteLength).toString('base64') }
    : json;
}

/** The frames of a message as JSON has them. */
export function framesToJSON(frames: Message | readonly Uint8Array[]): JSONFrame[] {
  return Array.from(frames, (frame) => frameToJSON(frame));
}

/** A byte order mark, as UTF-8. */
const BOM = Buffer.from('\uFEFF');

/** Reads a line of `--input jsonl`: an array of frames, or an object with `frames`, as `--json` writes it. */
export function readJSONLine(line: Buffer, number: number): InputMessage {
  const fail = (what: string, column = 1): never => {
    throw new CommandError('failed', `Line ${number}, column ${column} of the input: ${what}.`);
  };
  const bare = number === 1 && line.subarray(0, BOM.length).equals(BOM) ? line.subarray(BOM.length) : line;
  const text = decodeStrict(bare) ?? fail('it is not UTF-8');
  const value = parsed(text, fail);
  const { frames, routingId } = Array.isArray(value)
    ? { frames: value as unknown, routingId: undefined }
    : asObject(value, fail);
  if (!Array.isArray(frames)) return fail('a message is an array of frames, or an object with "frames"');
  if (frames.length === 0) return fail('a message has at least one frame');
  return {
    frames: frames.map((frame, index) => frameFrom(frame, `frame ${index}`, fail)),
    routingId: routingId === undefined ? undefined : routingIdOf(routingId, fail),
  };
}

function parsed(text: string, fail: (what: string, column?: number) => never): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const position = /position (\d+)/u.exec((error as Error).message)?.[1];
    return fail('it is not JSON', position === undefined ? text.length + 1 : Number(position) + 1);
  }
}

function asObject(
  value: unknown,
  fail: (what: string) => never,
): { readonly frames?: unknown; readonly routingId?: unknown } {
  if (typeof value === 'object' && value !== null) return value;
  return fail('a message is an array of frames, or an object with "frames"');
}

/** A routing id of JSON: as a frame, or `0x` and hexadecimal digits, as it is printed in text. */
function routingIdOf(value: unknown, fail: (what: string) => never): Uint8Array {
  const frame = frameFrom(value, '"routingId"', fail);
  if (typeof value !== 'string') return frame;
  try {
    return routingIdFrom(value, '"routingId"');
  } catch (error) {
    return fail((error as Error).message.replace(/\.$/u, ''));
  }
}

/** A frame of JSON as bytes. */
export function frameFrom(value: unknown, what: string, fail: (what: string) => never): Uint8Array {
  if (typeof value === 'string') {
    if (/\p{Surrogate}/u.test(value)) fail(`${what} has half a surrogate pair, which is no character`);
    return Buffer.from(value);
  }
  const base64 =
    typeof value === 'object' && value !== null ? (value as { readonly base64?: unknown }).base64 : undefined;
  if (typeof base64 !== 'string') return fail(`${what} is neither text nor {"base64":"…"}`);
  return fromBase64(base64) ?? fail(`${what} is not base64 with its padding`);
}
