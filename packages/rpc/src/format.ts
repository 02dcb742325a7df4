import type { StandardSchema } from '@zeromq-ts/typed';
import { RpcError, type RpcErrorCode } from './rpc-error.js';

/** How values become bytes and back: JSON, or a library such as `@msgpack/msgpack` or `cbor-x`. Both ends use the same. */
export interface RpcFormat {
  encode(value: unknown): string | Uint8Array;
  decode(bytes: Uint8Array): unknown;
}

const decoder = /* @__PURE__ */ new TextDecoder('utf-8', { fatal: true });

/** JSON; `undefined` is no bytes at all. */
export const JSON_FORMAT: RpcFormat = {
  encode: (value) => (value === undefined ? '' : JSON.stringify(value)),
  decode: (bytes) => (bytes.byteLength === 0 ? undefined : JSON.parse(decoder.decode(bytes))),
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

/** @throws RpcError with the code given when the schema does not accept the value. */
export async function validated(
  schema: StandardSchema<never, unknown> | StandardSchema | undefined,
  value: unknown,
  code: RpcErrorCode,
): Promise<unknown> {
  if (schema === undefined) return value;
  const result = await schema['~standard'].validate(value);
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
