import type { CloseOptions, Message, MessageInput, WaitOptions } from '@zeromq-ts/core';

/** What `typed` needs of a socket: every socket class of this library fits. */
export interface AnySocket {
  readonly type: string;
  close(options?: CloseOptions): Promise<void>;
  send?(message: MessageInput, options?: WaitOptions): Promise<boolean>;
  trySend?(message: MessageInput): boolean;
  receive?(options?: WaitOptions): Promise<Message>;
  tryReceive?(): Message | undefined;
}
