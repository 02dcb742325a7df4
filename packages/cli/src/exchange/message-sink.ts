import type { Message } from '@zeromq-ts/core';

/** What takes received messages. */
export interface MessageSink {
  /** How many messages it has taken. */
  readonly count: number;
  /** Whether it takes no more. */
  readonly isFull: boolean;
  /** Aborted when it has failed and the command is to end, with the failure as the reason. */
  readonly failed: AbortSignal;
  /** Called when the socket is open. @returns What is called when the command ends in any way. */
  readonly begin?: (() => () => void) | undefined;
  /** Takes a message. @returns A promise to wait for before the next one is taken; `undefined` to go on at once. */
  write(message: Message, signal?: AbortSignal): Promise<void> | undefined;
  /** Resolves when all that it has to write is written. */
  end(): Promise<void>;
}
