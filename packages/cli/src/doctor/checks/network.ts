import { createSocket as createDatagramSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Check, CheckContext, Row } from '../check.js';

/** An address of RFC 2365 for use within one site. */
const GROUP = '239.255.90.77';

/** IPv6, and multicast on this machine alone. */
export const networkCheck: Check = {
  id: 'network',
  run: async (context) => [await ipv6Row(), await multicastRow(context)],
};

async function ipv6Row(): Promise<Row> {
  const server = createServer();
  try {
    server.listen(0, '::1');
    await once(server, 'listening');
    return { id: 'ipv6', status: 'ok', what: '[::1] can be bound' };
  } catch (error) {
    const hint = 'only IPv4 endpoints work here: switch IPv6 on if peers need it';
    return { id: 'ipv6', status: 'warn', what: `[::1] cannot be bound (${codeOf(error)})`, hint };
  } finally {
    server.close();
  }
}

async function multicastRow({ timeout, signal }: CheckContext): Promise<Row> {
  const id = 'multicast';
  const socket = createDatagramSocket({ type: 'udp4', reuseAddr: true });
  try {
    socket.bind(0);
    await once(socket, 'listening');
    socket.addMembership(GROUP, '127.0.0.1');
    socket.setMulticastInterface('127.0.0.1');
    socket.setMulticastTTL(1);
    socket.send('zmq', socket.address().port, GROUP);
    await once(socket, 'message', { signal: AbortSignal.any([signal, AbortSignal.timeout(timeout)]) });
    return { id, status: 'ok', what: 'a datagram to a group comes back' };
  } catch (error) {
    // Nothing of this program needs it.
    const hint = 'only discovery by multicast needs it: containers and some networks have none';
    return { id, status: 'warn', what: `no datagram to a group comes back (${codeOf(error)})`, hint };
  } finally {
    socket.close();
  }
}

function codeOf(error: unknown): string {
  const { code, name } = error as { code?: unknown; name?: string };
  return typeof code === 'string' ? code : (name ?? 'unknown');
}
