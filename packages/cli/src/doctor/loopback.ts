import { performance } from '@zeromq-ts/core/spi';
import type { ZMQPair as Pair } from '@zeromq-ts/pair';

/** What a message went over. */
export interface LoopbackOptions {
  /** An endpoint to bind, of this machine or this process. */
  readonly endpoint: string;
  readonly engine: string;
  readonly timeout: number;
  readonly server?: object | undefined;
  readonly client?: object | undefined;
}

/**
 * Sends a message from one socket of this process to another and back.
 *
 * @returns How long that took, in milliseconds, once they were connected.
 */
export async function loopback({ endpoint, engine, timeout, server, client }: LoopbackOptions): Promise<number> {
  const { ZMQPair } = await import('@zeromq-ts/pair');
  const open: Pair[] = [];
  const pair = (options: object | undefined): Pair => {
    const socket = new ZMQPair(undefined, { engine, receiveTimeout: timeout, sendTimeout: timeout, ...options });
    open.push(socket);
    return socket;
  };
  try {
    const one = pair(server);
    const bound = await one.bind(endpoint);
    const other = pair(client);
    other.connect(bound);
    await other.connected({ timeout });
    const started = performance.now();
    await other.send('ping');
    await one.receive();
    await one.send('pong');
    await other.receive();
    return performance.now() - started;
  } finally {
    await Promise.all(open.map((socket) => socket.close({ linger: 0 })));
  }
}
