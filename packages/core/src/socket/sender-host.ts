import type { ConnectionState } from './connected-peers.js';
import type { EngineSocket } from '../engine/engine.js';
import type { ZMQError } from '../errors/zmq-error.js';
import type { SendReceiveState } from '../pattern/lockstep.js';
import type { SocketTypeDefinition } from '../pattern/socket-type.js';

/** What a sender needs of its socket. */
export interface SenderHost {
  readonly engine: EngineSocket;
  readonly exchange: SendReceiveState | undefined;
  readonly sendTimeout: number;
  /** Frames of up to this many bytes are copied; 0: none. */
  readonly copyFramesUpToBytes: number;
  readonly definition: Pick<SocketTypeDefinition, 'className' | 'multipart'>;
  /** The error of every further send, if the socket can no longer send. */
  refusal(): ZMQError | undefined;
  /** Where sends wait for a first peer; absent: they do not. */
  readonly gate: { readonly open: boolean } | undefined;
  /** What is known of the connections. */
  connectionState(): ConnectionState;
}

/** The callbacks of a {@link Sender}. */
export interface SenderEvents {
  /** A send out of order was ignored. */
  ignored(expectation: string): void;
  /** A send has gone through: receiving may be possible now. */
  exchangeAdvanced(): void;
  /** No send is pending now. */
  sendsDone(): void;
  /** A send has failed: receiving may have become impossible. */
  exchangeFailed(): void;
}
