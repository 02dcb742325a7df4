import { connect as connectNet, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { performance } from '@zeromq-ts/core/spi';
import type { Target } from './target.js';

/** A connection, and how long it took to make it. */
export interface Connection {
  readonly socket: Socket;
  /** Milliseconds, without the time that looking up a name takes. */
  readonly connectMs: number;
}

/**
 * Makes a connection. With wss, its certificate is checked.
 *
 * @param signal Ends the attempt; the promise is rejected with its reason.
 * @throws the error of the system.
 */
export function openConnection(target: Target, signal: AbortSignal): Promise<Connection> {
  return new Promise((resolve, reject) => {
    let started = performance.now();
    const socket = socketOf(target);
    const failed = (error: Error): void => {
      signal.removeEventListener('abort', aborted);
      socket.destroy();
      reject(error);
    };
    const aborted = (): void => failed(signal.reason as Error);
    socket.on('error', failed);
    if (signal.aborted) return aborted();
    signal.addEventListener('abort', aborted, { once: true });
    socket.once('lookup', () => {
      started = performance.now();
    });
    socket.once(target.via === 'wss' ? 'secureConnect' : 'connect', () => {
      const connectMs = performance.now() - started;
      signal.removeEventListener('abort', aborted);
      socket.off('error', failed);
      resolve({ socket, connectMs });
    });
  });
}

function socketOf(target: Target): Socket {
  if (target.via === 'ipc') return connectNet({ path: target.path });
  const { host, port } = target;
  if (target.via !== 'wss') {
    const localAddress = target.via === 'tcp' ? target.localAddress : undefined;
    return connectNet({ host, port, noDelay: true, ...(localAddress === undefined ? {} : { localAddress }) });
  }
  // A name for SNI may not be an address.
  const named = /[a-z]/i.test(host) && !host.includes(':');
  return connectTls({ host, port, ALPNProtocols: ['http/1.1'], ...(named ? { servername: host } : {}) });
}
