import { isUtf8 } from 'node:buffer';
import {
  type EndEntry,
  type EventEntry,
  type HeaderEntry,
  type MessageEntry,
  RECORDING_VERSION,
  type RecordingEntry,
  type RecordingHeader,
} from './entries.js';

/** What a line of a message may say beside its time and its frames. */
export type MessageDetails = Omit<MessageEntry, 'kind' | 'time' | 'frames'>;

/** The first line, with its line feed. */
export function formatHeader(header: RecordingHeader): string {
  const { started, type, endpoints, topics, options, tool, seq } = header;
  return `${JSON.stringify({ zmqrec: RECORDING_VERSION, started, type, endpoints, topics, options, tool, seq })}\n`;
}

/** The line of a message, with its line feed. Written by hand: this is what a recorder spends its time on. */
export function formatMessage(
  time: number | undefined,
  frames: readonly Uint8Array[],
  details: MessageDetails | undefined,
): string {
  let line = time === undefined ? '{"f":[' : `{"t":${time},"f":[`;
  for (let index = 0; index < frames.length; index++) {
    if (index > 0) line += ',';
    line += formatFrame(frames[index] as Uint8Array);
  }
  line += ']';
  if (details !== undefined) {
    const { direction, routingId, group, peer, published } = details;
    if (direction !== undefined) line += `,"d":"${direction}"`;
    if (routingId !== undefined) line += `,"i":${formatFrame(routingId)}`;
    if (group !== undefined) line += `,"g":${JSON.stringify(group)}`;
    if (peer !== undefined) line += `,"p":${peer}`;
    if (published !== undefined) line += `,"x":${published}`;
  }
  return `${line}}\n`;
}

/** The line of an event, with its line feed. */
export function formatEvent({ time, event, peer, details }: Omit<EventEntry, 'kind'>): string {
  return `${JSON.stringify({ t: time, e: event, p: peer, ...details })}\n`;
}

/** The last line, with its line feed. */
export function formatEnd({ time, count, dropped, droppedEvents, bytes, reason }: Omit<EndEntry, 'kind'>): string {
  const events = droppedEvents === 0 ? undefined : droppedEvents;
  return `${JSON.stringify({ end: { t: time, count, dropped, droppedEvents: events, bytes, reason } })}\n`;
}

/**
 * The line of an entry, with its line feed; nothing for where a recording was cut off.
 *
 * @example
 * ```ts
 * import { formatEntry } from '@zeromq-ts/recording';
 *
 * const frames = [new TextEncoder().encode('weather'), Uint8Array.of(255)];
 * console.log(formatEntry({ kind: 'message', time: 250, frames }).trim()); // {"t":250,"f":["weather",{"base64":"/w=="}]}
 * ```
 */
export function formatEntry(entry: RecordingEntry): string {
  switch (entry.kind) {
    case 'header':
      return formatHeader(entry satisfies HeaderEntry);
    case 'message':
      return formatMessage(entry.time, entry.frames, entry);
    case 'event':
      return formatEvent(entry);
    case 'end':
      return formatEnd(entry);
    case 'cut-off':
      return '';
  }
}

/** A frame as JSON: a string exactly if it is UTF-8. */
function formatFrame(frame: Uint8Array): string {
  const bytes = Buffer.isBuffer(frame) ? frame : Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength);
  return isUtf8(bytes) ? JSON.stringify(bytes.toString('utf8')) : `{"base64":"${bytes.toString('base64')}"}`;
}
