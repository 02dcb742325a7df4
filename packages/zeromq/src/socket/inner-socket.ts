import type { SocketEventName, SocketListener } from '@zeromq-ts/core';
import type { Message, MessageInput, WaitOptions } from '@zeromq-ts/core/spi';

/** A socket of core, or what takes its place, with the members of the types that have them. */
export interface InnerSocket {
  readonly type: string;
  readonly closed: boolean;
  readonly endpoint: string | null;
  readonly readable?: boolean;
  readonly writable?: boolean;
  on<N extends SocketEventName>(event: N, listener: SocketListener<N>): this;
  bind(endpoint: string): Promise<string>;
  bindSync?(endpoint: string): string;
  unbind(endpoint: string): Promise<void>;
  connect(endpoint: string, options?: { readonly routingId: Uint8Array }): void;
  disconnect(endpoint: string): void;
  close(): Promise<void>;
  stats?(): { readonly queuedOutgoing: number | undefined };
  setOption(name: string, value: unknown): void;
  send?(message: MessageInput, options?: WaitOptions): Promise<boolean>;
  trySend?(message: MessageInput): boolean;
  receive?(options?: WaitOptions): Promise<Message>;
  tryReceive?(): Message | undefined;
  subscribe?(...topics: Uint8Array[]): void;
  unsubscribe?(...topics: Uint8Array[]): void;
}
