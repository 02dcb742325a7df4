import { onMessagesAtExit } from '@zeromq-ts/core';
import { setTimeout } from '@zeromq-ts/core/spi';
import { BLOCKY, type ContextOptionValues } from './context-options.js';
import type { InnerSocket } from './socket/inner-socket.js';

/** So long the end of a process may wait for messages without a word. */
const WARNING_DELAY_MS = 250;

interface Watched {
  readonly socket: WeakRef<InnerSocket>;
  readonly options: ContextOptionValues;
}

/** All sockets that are not collected: also a closed one may have messages to hand over. */
const watched = new Set<Watched>();
const collected = new FinalizationRegistry<Watched>((each) => watched.delete(each));
let listening = false;

/**
 * Says on the standard error why a process does not end: messages of this socket wait to be handed over. As in the npm
 * package, it is said once the process has had nothing else to do for some time, and if they still wait then.
 *
 * @param options The options of the context of the socket.
 */
export function warnAtExit(socket: InnerSocket, options: ContextOptionValues): void {
  const entry = { socket: new WeakRef(socket), options };
  watched.add(entry);
  collected.register(socket, entry);
  if (listening) return;
  listening = true;
  const remove = onMessagesAtExit(() => {
    remove();
    setTimeout(warn, WARNING_DELAY_MS).unref();
  });
}

function warn(): void {
  const found = waiting();
  if (found === undefined) return;
  const advice = found.options.get(BLOCKY) === 1 ? " Set 'context.blocky = false' to change this behaviour." : '';
  process.stderr.write(`(node:${process.pid}) WARNING: Waiting for queued ZeroMQ messages to be delivered.${advice}\n`);
}

/** A socket with messages that are not handed over. */
function waiting(): Watched | undefined {
  for (const each of watched) if ((each.socket.deref()?.stats?.().queuedOutgoing ?? 0) > 0) return each;
  return undefined;
}
