import type { HeaderEntry } from '@zeromq-ts/recording';
import { CommandError } from '../errors/command-error.js';
import { printable } from '../output/printable.js';
import type { SocketType } from '../sockets/socket-type.js';

/** What sends to a socket of the type that has received. */
const SENDERS: Readonly<Record<string, SocketType>> = {
  SUB: 'PUB',
  XSUB: 'PUB',
  PULL: 'PUSH',
  ROUTER: 'DEALER',
  DEALER: 'DEALER',
  PAIR: 'PAIR',
  'PROXY queue': 'DEALER',
  'PROXY forwarder': 'PUB',
  'PROXY streamer': 'PUSH',
};

/** The socket that replays a recording, by its header. @throws CommandError when it says nothing that fits. */
export function replayTypeOf(header: HeaderEntry | undefined): SocketType {
  const type = header?.type === 'PROXY' ? `PROXY ${kindOf(header)}` : (header?.type ?? '');
  const found = Object.hasOwn(SENDERS, type) ? SENDERS[type] : undefined;
  if (found !== undefined) return found;
  throw new CommandError('usage', `The recording is of ${printable(type)}: say with --as which socket sends it.`);
}

function kindOf({ options }: HeaderEntry): string {
  const kind = options?.['kind'];
  return typeof kind === 'string' ? kind : '';
}
