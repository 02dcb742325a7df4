import type { DropReason } from '../events/events.js';

/** Counts what goes through one socket. Plain fields: they are incremented for every message. */
export class SocketCounters {
  messagesSent = 0;
  bytesSent = 0;
  messagesReceived = 0;
  bytesReceived = 0;
  /** Messages dropped, by reason. */
  readonly dropped = droppedByReason();
}

/** No message dropped, for any reason. */
export function droppedByReason(): Record<DropReason, number> {
  return { full: 0, unroutable: 0, linger: 0, disconnected: 0, unread: 0, 'too-large': 0, unreadable: 0 };
}
