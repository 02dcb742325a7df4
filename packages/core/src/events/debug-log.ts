import { environmentVariable, writeToStandardError } from '../runtime/environment.js';
import { throwLater } from '../errors/throw-later.js';
import type {
  ConnectRetriedEvent,
  DroppedEvent,
  DuplicateRoutingIdEvent,
  SocketEvent,
  SocketEventName,
  SocketEvents,
} from './events.js';
import { type EventLog, setEventLog } from './socket-log.js';

/** Takes one line of the log. */
export type DebugLog = (line: string) => void;

let chosen = false;

/**
 * Logs the life of all connections: a line for each event of each socket, with the time, the socket, the event and its
 * values. In Node, Deno and Bun, the environment variable `NODE_DEBUG=zeromq` does the same, to the standard error output;
 * elsewhere, such as in browsers, call this function. It costs nothing for each message.
 *
 * @param write Gets each line; `undefined` ends the log. An exception that it throws becomes an uncaught exception of the
 * process, and does not affect the connection.
 *
 * @example
 * ```ts
 * import { setDebugLog } from '@zeromq-ts/core';
 * import { ZMQPair } from '@zeromq-ts/pair';
 *
 * setDebugLog((line) => console.log(line.replace(/^\S+ /, '')));
 * const pair = new ZMQPair('@inproc://logged');
 * await pair.ready;
 * setDebugLog(undefined);
 * await pair.close();
 * // PAIR#1 listening inproc://logged
 * ```
 */
export function setDebugLog(write: DebugLog | undefined): void {
  chosen = true;
  setEventLog(write === undefined ? undefined : logTo(write));
}

/** Writes the log to the standard error output if `NODE_DEBUG` asks for it, and {@link setDebugLog} was not called. */
export function logIfAsked(): void {
  if (!chosen && wanted()) setDebugLog(writeToStandardError);
}

function logTo(write: DebugLog): EventLog {
  return (socket, name, event) => {
    try {
      write(`${new Date().toISOString()} ${socket} ${name}${shown(event)}`);
    } catch (error) {
      // As with a listener: nothing is thrown inside the engine that emitted the event.
      throwLater(error);
    }
  };
}

/** What an event says, on one line. */
function shown(event: SocketEvents[SocketEventName]): string {
  const { endpoint, peer, error, interval, reason, count, holder, takenOver } = event as Partial<
    ConnectRetriedEvent & DroppedEvent & DuplicateRoutingIdEvent & SocketEvent
  >;
  const parts: string[] = [];
  if (endpoint !== undefined) parts.push(` ${endpoint}`);
  if (peer?.address !== undefined && peer.address !== endpoint) parts.push(` from ${peer.address}`);
  if (peer?.socketType !== undefined) parts.push(` (${peer.socketType})`);
  if (peer?.userId !== undefined) parts.push(` as ${peer.userId}`);
  if (takenOver !== undefined) parts.push(takenOver ? ' taken over' : ' refused');
  if (holder?.address !== undefined) parts.push(`, held by ${holder.address}`);
  if (count !== undefined) parts.push(` ${count} messages`);
  if (reason !== undefined) parts.push(` ${reason}`);
  if (interval !== undefined) parts.push(` in ${interval} ms`);
  const why = error ?? (event instanceof Error ? event : undefined);
  if (why !== undefined) parts.push(`: ${why.message}`);
  return parts.join('').replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
}

/** As in Node, sections are separated by commas, and `*` stands for any text. */
function wanted(): boolean {
  const sections = environmentVariable('NODE_DEBUG')?.toLowerCase().split(',') ?? [];
  return sections.some((section) => {
    const pattern = section
      .trim()
      .replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`)
      .replaceAll('*', '.*');
    return new RegExp(`^${pattern}$`).test('zeromq');
  });
}
