import type {
  CloseOptions,
  DrainOptions,
  Message,
  MessageInput,
  MessagesOptions,
  SendState,
  WaitOptions,
} from '@zeromq-ts/core';

/** What `typed` needs of a socket: every socket class of this library fits. */
export interface AnySocket {
  readonly type: string;
  close(options?: CloseOptions): Promise<void>;
  drain?(options?: DrainOptions): Promise<void>;
  send?(message: MessageInput, options?: WaitOptions): Promise<boolean>;
  trySend?(message: MessageInput): boolean;
  readonly sendState?: SendState;
  readonly writable?: boolean;
  whenWritable?(options?: WaitOptions): Promise<void>;
  receive?(options?: WaitOptions): Promise<Message>;
  tryReceive?(): Message | undefined;
  messages?(options?: MessagesOptions): AsyncIterableIterator<Message>;
  readonly readable?: boolean;
  whenReadable?(options?: WaitOptions): Promise<void>;
}
