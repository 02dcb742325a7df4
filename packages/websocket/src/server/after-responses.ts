import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** A connection of a server of `node:http`: the response that is under way on it, by the name that Node has for it. */
interface HttpConnection extends Duplex {
  readonly _httpMessage?: ServerResponse | null;
}

/**
 * Calls back once the requests that came before the upgrade on its connection have been answered. A client must not send
 * one behind the other, but Node emits `upgrade` at once then, and responses would come between frames. Where the last of
 * these responses ends the connection, the upgrade is not answered.
 */
export function afterResponses(connection: HttpConnection, callback: () => void): void {
  // oxlint-disable-next-line no-underscore-dangle -- Node has no other name for it
  const response = connection._httpMessage;
  if (response === undefined || response === null) {
    callback();
    return;
  }
  response.once('close', () => {
    if (!connection.destroyed && !connection.writableEnded) afterResponses(connection, callback);
  });
}
