import type { SocketEvent, SocketEventName, SocketEvents } from '@zeromq-ts/core';
import type { JSONValue } from './entries.js';
import type { PeerNumbers } from './peer-numbers.js';
import type { RecordingWriter } from './recording-writer.js';

/** What events are heard from. */
export interface EventSource {
  on<N extends SocketEventName>(event: N, listener: (event: SocketEvents[N]) => void): unknown;
  off<N extends SocketEventName>(event: N, listener: (event: SocketEvents[N]) => void): unknown;
}

/** What a recording says beside messages: who came and went, and what was lost. */
const RECORDED = ['handshake-succeeded', 'handshake-failed', 'disconnected', 'dropped'] as const;

/** Records events of a socket until the function is called that it returns. */
export function recordEvents(socket: EventSource, writer: RecordingWriter, peers: PeerNumbers): () => void {
  const listeners = RECORDED.map((name) => {
    const listener = (event: SocketEvents[typeof name]): void => {
      writer.event(name, name === 'dropped' ? undefined : peers.of(event.peer), detailsOf(event));
    };
    socket.on(name, listener);
    return () => socket.off(name, listener);
  });
  return () => {
    for (const remove of listeners) remove();
  };
}

/** No identity that an authenticator has given: a recording is handed around. */
function detailsOf(
  event: SocketEvent & { readonly reason?: unknown; readonly count?: unknown },
): Record<string, JSONValue> {
  const { endpoint, peer, reason, count } = event;
  const details: Record<string, JSONValue> = {};
  if (endpoint !== undefined) details['endpoint'] = endpoint;
  if (peer?.address !== undefined) details['address'] = peer.address;
  if (peer?.socketType !== undefined) details['type'] = peer.socketType;
  if (peer?.mechanism !== undefined) details['mechanism'] = peer.mechanism;
  if (typeof reason === 'string') details['reason'] = reason;
  if (typeof count === 'number') details['count'] = count;
  return details;
}
