import { isIP } from 'node:net';

/** How libzmq writes the peer of an ipc connection: by the user, the group and the process that it belongs to. */
const PROCESS_OF_PEER = /^(?:localhost)?:\d+:\d+:\d+$/;

/** Whether libzmq always names the process of an ipc peer on this system (SO_PEERCRED). */
const NAMES_PROCESSES = process.platform === 'linux';

/**
 * The address of a peer, from the address of a ZAP request of libzmq's.
 *
 * @param address What libzmq wrote: an IP address, with a zone if it is link-local; the process of an ipc peer; or
 * nothing, for an ipc peer on some systems, and for a tcp peer that has left already.
 * @param mayBeIpc Whether the socket has an ipc endpoint at all.
 * @returns An IP address; the empty string for an ipc peer; undefined when it is neither; such a peer is refused.
 */
export function peerAddress(address: string, mayBeIpc: boolean): string | undefined {
  const ip = address.replace(/^::ffff:(?=\d+\.)/i, '');
  if (isIP(ip.replace(/%.*$/, '')) !== 0) return ip;
  if (!mayBeIpc) return undefined;
  return PROCESS_OF_PEER.test(address) || (address === '' && !NAMES_PROCESSES) ? '' : undefined;
}
