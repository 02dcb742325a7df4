import type { Message } from '@zeromq-ts/core';
import { decodeText } from '@zeromq-ts/core/spi';
import type { SchemaResult, StandardSchema } from '@zeromq-ts/typed';
import { RpcError, type RpcErrorCode } from './rpc-error.js';

/** How values become bytes and back: JSON, or a library such as `@msgpack/msgpack` or `cbor-x`. Both ends use the same. */
export interface RpcFormat {
  encode(value: unknown): string | Uint8Array;
  decode(bytes: Uint8Array): unknown;
}

// Without the byte order mark, and of nothing but UTF-8.
const decoder = /* @__PURE__ */ new TextDecoder('utf-8', { fatal: true });
const FIRST_OF_BYTE_ORDER_MARK = 0xef;
const REPLACEMENT = '\uFFFD';

/** Text of bytes. @throws TypeError when they are not UTF-8. */
function exactText(bytes: Uint8Array): string {
  if (bytes[0] === FIRST_OF_BYTE_ORDER_MARK) return decoder.decode(bytes);
  // Several times as fast for short texts. What is malformed becomes a replacement character, which may also be meant.
  const text = decodeText(bytes);
  return text.includes(REPLACEMENT) ? decoder.decode(bytes) : text;
}

/** JSON; `undefined` is no bytes at all. */
export const JSON_FORMAT: RpcFormat = {
  encode: (value) => (value === undefined ? '' : JSON.stringify(value)),
  decode: (bytes) => (bytes.byteLength === 0 ? undefined : JSON.parse(exactText(bytes))),
};

/** Bytes as they are: inputs and outputs are `Uint8Array`s or strings. */
export const BYTES_FORMAT: RpcFormat = {
  encode: (value) => {
    if (value === undefined) return '';
    if (typeof value === 'string' || value instanceof Uint8Array) return value;
    throw new TypeError(`The format bytes takes a Uint8Array or a string, not ${typeof value}.`);
  },
  decode: (bytes) => bytes,
};

/** Encodes a value. @throws what the format throws, or TypeError when it returns something else than text or bytes. */
export function encodeBody(format: RpcFormat, value: unknown): string | Uint8Array {
  const body: unknown = format.encode(value);
  if (typeof body === 'string' || body instanceof Uint8Array) return body;
  // So it is with `JSON.stringify` of a function.
  throw new TypeError(`The format has made ${typeof body} of a value of the type ${typeof value}.`);
}

/**
 * Decodes the last frame of a message, its body. A format of the application gets bytes of its own, which it may keep, change
 * and transfer; JSON reads them where they lie.
 */
export function decodeBody(format: RpcFormat, message: Message, body: Uint8Array): unknown {
  return format.decode(format === JSON_FORMAT || body.byteLength === 0 ? body : (message.at(-1) as Uint8Array));
}

/** @returns whether something is to be awaited. */
export function isPromiseLike(value: unknown): value is PromiseLike<unknown> {
  return (
    value !== null &&
    (typeof value === 'object' || typeof value === 'function') &&
    typeof (value as { then?: unknown }).then === 'function'
  );
}

/**
 * @returns what the schema makes of a value; a promise if the schema takes its time.
 * @throws RpcError with the code given when the schema does not accept the value; of a promise, it is the rejection.
 */
export function validated(
  schema: StandardSchema<never, unknown> | StandardSchema | undefined,
  value: unknown,
  code: RpcErrorCode,
): unknown {
  if (schema === undefined) return value;
  const result = schema['~standard'].validate(value);
  return isPromiseLike(result) ? result.then((later) => accepted(later, code)) : accepted(result, code);
}

function accepted(result: SchemaResult<unknown>, code: RpcErrorCode): unknown {
  if (result.issues === undefined) return result.value;
  const issues = result.issues.map(({ message, path }) => ({
    message,
    path: (path ?? []).map((part) => String(typeof part === 'object' ? part.key : part)),
  }));
  const text = issues
    .map(({ message, path }) => (path.length === 0 ? message : `${path.join('.')}: ${message}`))
    .join('; ');
  throw new RpcError(code, text, { data: { issues } });
}
