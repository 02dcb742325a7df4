/**
 * Why a call failed, in words that cross the wire. A handler may throw an {@link RpcError} with any code of its own.
 *
 * | code | meaning |
 * | --- | --- |
 * | `INVALID_ARGUMENT` | the server's schema does not accept the input |
 * | `NOT_FOUND` | the service has no such method |
 * | `INTERNAL` | the handler failed; what it threw stays at the server, unless `exposeErrors` is set |
 * | `INVALID_RESULT` | the client's schema does not accept the output, or the server returns a stream that is none for the client |
 * | `DEADLINE_EXCEEDED` | no reply arrived within the timeout |
 * | `CANCELLED` | the call was cancelled |
 * | `UNAVAILABLE` | no server was connected, or the connection was lost while the call was under way |
 * | `RESOURCE_EXHAUSTED` | the client has more calls waiting than `maxQueued`, or under way than the server allows it |
 */
export type RpcErrorCode =
  | 'INVALID_ARGUMENT'
  | 'NOT_FOUND'
  | 'INTERNAL'
  | 'INVALID_RESULT'
  | 'DEADLINE_EXCEEDED'
  | 'CANCELLED'
  | 'UNAVAILABLE'
  | 'RESOURCE_EXHAUSTED'
  | (string & {});

/** What goes with an error besides its code and text. */
export interface RpcErrorDetails {
  /** Anything that the codec of the service can encode. It crosses the wire. */
  readonly data?: unknown;
  /** What led to it. It stays in this process. */
  readonly cause?: unknown;
}

/**
 * An error of a call. What a handler throws as an `RpcError` reaches the client with code, text and data.
 *
 * @example
 * ```ts
 * import { RpcError } from '@zeromq-ts/rpc';
 *
 * const error = new RpcError('OUT_OF_STOCK', 'There are 2 left.', { data: { left: 2 } });
 * console.log(error.code, error.data); // OUT_OF_STOCK { left: 2 }
 * ```
 */
export class RpcError extends Error {
  override readonly name = 'RpcError';
  readonly code: RpcErrorCode;
  readonly data: unknown;

  constructor(code: RpcErrorCode, message: string, details: RpcErrorDetails = {}) {
    super(message, 'cause' in details ? { cause: details.cause } : undefined);
    this.code = code;
    this.data = details.data;
  }
}

/** The error that a reply carries; of a peer that may send anything. */
export function receivedError(value: unknown): RpcError {
  const { code, message, data } = (value ?? {}) as { code?: unknown; message?: unknown; data?: unknown };
  return new RpcError(
    typeof code === 'string' ? code : 'INTERNAL',
    typeof message === 'string' ? message : 'The call failed.',
    {
      data,
    },
  );
}
