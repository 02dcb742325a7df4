import { Interrupted } from '../io.js';
import type { Session } from './session.js';

/** Reports how much was sent and received: with `--stats`, and when the command was interrupted. */
export function summarize({ socket, report, limits }: Session, wanted: boolean): void {
  if (!wanted && !(limits.signal.reason instanceof Interrupted)) return;
  const { messagesSent, bytesSent, messagesReceived, bytesReceived, dropped } = socket.stats();
  const lost = Object.values(dropped).reduce((sum, count) => sum + count, 0);
  report.info(
    `sent ${messagesSent} (${bytesSent} bytes), received ${messagesReceived} (${bytesReceived} bytes), dropped ${lost}`,
    'summary',
    { messagesSent, bytesSent, messagesReceived, bytesReceived, dropped: lost },
  );
}
