import { once } from 'node:events';
import type { Socket } from 'node:net';
import { performance } from '@zeromq-ts/core/spi';
import type { Finding } from './finding.js';

/** A conversation sans I/O: {@link Dialogue}, or the one over a WebSocket. */
export interface Conversation {
  readonly finding: Finding | undefined;
  /** Whether the peer has said what it speaks; there may be more to come. */
  readonly greeted: boolean;
  start(): Uint8Array;
  push(chunk: Uint8Array): Uint8Array | undefined;
  end(why: 'closed' | 'silent'): void;
}

/** What came of a conversation. */
export interface Conversed {
  readonly finding: Finding;
  /** Milliseconds from our first byte to the end of the greeting of the peer. */
  readonly greetingMs: number | undefined;
}

/**
 * Has a conversation over a socket, which is closed after it.
 *
 * @param signal Ends it as `silent`.
 */
export async function converse(socket: Socket, conversation: Conversation, signal: AbortSignal): Promise<Conversed> {
  const over = new AbortController();
  const started = performance.now();
  let greetingMs: number | undefined;
  const end = (why: 'closed' | 'silent'): void => {
    conversation.end(why);
    over.abort();
  };
  // A reset is an end like any other here.
  socket.on('error', () => end('closed'));
  socket.on('close', () => end('closed'));
  socket.on('end', () => end('closed'));
  socket.on('data', (chunk) => {
    const reply = conversation.push(chunk);
    if (conversation.greeted) greetingMs ??= performance.now() - started;
    if (conversation.finding !== undefined) over.abort();
    else if (reply !== undefined) socket.write(reply);
  });
  const silent = (): void => end('silent');
  signal.addEventListener('abort', silent, { once: true });
  socket.write(conversation.start());
  if (signal.aborted) silent();
  if (!over.signal.aborted) await once(over.signal, 'abort');
  signal.removeEventListener('abort', silent);
  socket.destroy();
  return { finding: conversation.finding as Finding, greetingMs };
}
