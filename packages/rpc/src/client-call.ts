import type { RpcError } from './rpc-error.js';
import type { ServerLink } from './server-link.js';

/** One call at the client, from `call.method(…)` to its last reply. */
export interface ClientCall {
  readonly id: Uint8Array;
  readonly method: string;
  readonly body: string | Uint8Array;
  /** May be sent again. */
  readonly idempotent: boolean;
  /** The server that it was sent to; undefined while it waits for one. */
  link: ServerLink | undefined;
  /** How many more times it may be sent. */
  retriesLeft: number;
  /** A reply has come: sending it again would give a stream twice. */
  begun: boolean;
  readonly result: (value: unknown) => void;
  readonly item: (value: unknown) => void;
  readonly end: () => void;
  readonly fail: (error: RpcError) => void;
}
