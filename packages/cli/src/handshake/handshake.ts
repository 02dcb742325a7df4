import { createSocket, type HandshakeFailedEvent, type PeerInfo, type SocketOptions } from '@zeromq-ts/core';
import { clearTimeout, performance, setTimeout } from '@zeromq-ts/core/spi';
import type { ExitName } from '../exit-codes.js';
import { loadTypes } from './load-types.js';

/** Types that take nothing from a peer which accepts them, in the order in which they are tried. */
const HARMLESS_TYPES = ['REQ', 'SUB', 'PUSH', 'PUB'] as const;

/** A type that a handshake can be made as. */
export type HandshakeType = (typeof HARMLESS_TYPES)[number] | 'DEALER';

/** What a handshake is made with. */
export interface HandshakeOptions {
  /** Security, and whatever else a socket takes. */
  readonly socketOptions: SocketOptions;
  /** The type to be. Default: types that take nothing from a peer, one after the other. */
  readonly as?: HandshakeType | undefined;
  /** Milliseconds for each attempt. */
  readonly timeout: number;
  readonly signal: AbortSignal;
}

/** What came of a handshake. */
export interface Handshaken {
  readonly exit: ExitName;
  /** In one line. */
  readonly what: string;
  readonly peer?: PeerInfo | undefined;
  readonly ms?: number | undefined;
}

/** Makes a whole handshake, sends and receives no message, and says whether the peer has accepted it, or why not. */
export async function handshake(endpoint: string, options: HandshakeOptions): Promise<Handshaken> {
  await loadTypes();
  let last: Handshaken | undefined;
  for (const type of options.as === undefined ? HARMLESS_TYPES : [options.as]) {
    const { isOfType, ...made } = await attempt(endpoint, type, options);
    // A peer that only ends the connection may have done it because of the type.
    if (!isOfType) return made;
    last = made;
  }
  return last as Handshaken;
}

interface Attempt extends Handshaken {
  /** Whether another socket type may fare better. */
  readonly isOfType: boolean;
}

async function attempt(endpoint: string, type: HandshakeType, options: HandshakeOptions): Promise<Attempt> {
  const { socketOptions, timeout, signal } = options;
  const own = { ...socketOptions, linger: 0 };
  const socket = type === 'SUB' ? createSocket(type, undefined, [], own) : createSocket(type, undefined, own);
  const started = performance.now();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let aborted: (() => void) | undefined;
  try {
    return await new Promise<Attempt>((resolve, reject) => {
      // A socket without a pending call keeps no process alive; this does.
      timer = setTimeout(() => resolve(SILENT), timeout);
      aborted = () => reject(signal.reason as Error);
      if (signal.aborted) aborted();
      signal.addEventListener('abort', aborted, { once: true });
      socket.once('handshake-succeeded', ({ peer }) => {
        const ms = performance.now() - started;
        const what = `accepted as ${type}${peer?.socketType === undefined ? '' : ` by a ${peer.socketType}`}`;
        resolve({ exit: 'done', what, peer, ms, isOfType: false });
      });
      socket.once('handshake-failed', (event) => resolve(failed(event, type)));
      socket.once('connect-retried', ({ error }) => {
        resolve({ exit: 'unreachable', what: error?.message ?? 'no connection', isOfType: false });
      });
      socket.connect(endpoint);
    });
  } finally {
    clearTimeout(timer);
    if (aborted !== undefined) signal.removeEventListener('abort', aborted);
    await socket.close();
  }
}

const SILENT: Attempt = { exit: 'timeout', what: 'the peer does not complete the handshake in time', isOfType: false };

const SECURITY_RULES: ReadonlySet<string | undefined> = new Set([
  'ERR_ZMTP_MECHANISM_MISMATCH',
  'ERR_ZMTP_CRYPTOGRAPHIC',
  'ERR_ZMTP_KEY_EXCHANGE',
]);

function failed({ error, reason, rule, status, peer }: HandshakeFailedEvent, type: HandshakeType): Attempt {
  const what = error?.message ?? reason ?? 'the peer ends the connection during the handshake';
  const isRefused = status !== undefined || (error as { code?: string } | undefined)?.code === 'EACCES';
  if (isRefused || SECURITY_RULES.has(rule)) return { exit: 'refused', what, isOfType: false };
  const told = peer?.socketType;
  const why = told === undefined ? what : `${what} (as ${type}, with a ${told})`;
  return { exit: 'incompatible', what: why, isOfType: rule === undefined || rule === 'ERR_ZMTP_INVALID_METADATA' };
}
