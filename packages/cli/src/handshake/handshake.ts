import { createSocket, type HandshakeFailedEvent, type PeerInfo, type SocketOptions } from '@zeromq-ts/core';
import { clearTimeout, performance, setTimeout } from '@zeromq-ts/core/spi';
import type { ExitName } from '../exit-codes.js';
import { loadPackages } from '../sockets/socket-packages.js';
import { HARMLESS_TYPES, type HandshakeType } from './handshake-types.js';

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
  let last: Handshaken | undefined;
  for (const type of options.as === undefined ? HARMLESS_TYPES : [options.as]) {
    const { isOfType, ...made } = await attempt(endpoint, type, options);
    // A peer that ends the connection may do it because of the type.
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
  await loadPackages(type, [{ text: endpoint }]);
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
  const { code } = (error ?? {}) as { code?: string };
  const what = error?.message ?? reason ?? 'The peer ended the connection in the handshake.';
  if (status !== undefined || code === 'EACCES' || SECURITY_RULES.has(rule)) {
    return { exit: 'refused', what, isOfType: false };
  }
  // libzmq says nothing when a key is wrong, and nothing when a type does not fit.
  const isSilent = code !== 'EPROTO' && peer?.mechanism !== 'NULL';
  return { exit: isSilent ? 'refused' : 'incompatible', what: `${what} (as ${type})`, isOfType: true };
}
