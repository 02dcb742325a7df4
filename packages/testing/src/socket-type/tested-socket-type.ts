import type { Message, MessageInput, WaitOptions, ZMQSocket } from '@zeromq-ts/core';
import type { SocketTypeDefinition } from '@zeromq-ts/core/spi';

/** A socket that may send, and may receive: which of the two the traits say. */
export interface AnySocket extends ZMQSocket<object> {
  send?(message: MessageInput, options?: WaitOptions): Promise<boolean>;
  trySend?(message: MessageInput): boolean;
  receive?(options?: WaitOptions): Promise<Message>;
  tryReceive?(): Message | undefined;
  [Symbol.asyncIterator]?(): AsyncIterableIterator<Message>;
}

export type Sending = AnySocket & Required<Pick<AnySocket, 'send' | 'trySend'>>;
export type Receiving = AnySocket &
  Required<Pick<AnySocket, 'receive' | 'tryReceive'>> & { [Symbol.asyncIterator](): AsyncIterableIterator<Message> };

/** The traits that decide which promises are tested, and how: those of `SocketTypeDefinition`. */
export type Traits = Pick<
  SocketTypeDefinition,
  'type' | 'defaultAction' | 'sends' | 'receives' | 'peers' | 'muteAction' | 'multipart' | 'exclusive' | 'raw'
>;

/** A socket type that the suite is run on. */
export interface TestedSocketType {
  /** Its definition, or the traits of one. */
  readonly definition: Traits;
  /** Makes a socket, by its class. */
  create(endpoint: string | undefined, options: object): AnySocket;
  /** What sockets of it meet. Default: others of the same type. */
  readonly peer?: TestedSocketType | undefined;
  /** Options for all sockets of the tests: messages of 60 000 bytes have to pass. Default none. */
  readonly options?: object | undefined;
  /** Waits until what one socket sends reaches the other one, after both are connected: a subscription, say. */
  ready?(sender: Sending, receiver: Receiving): Promise<unknown>;
}
