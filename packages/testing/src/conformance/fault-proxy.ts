import type { Server, Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** How long a throttled proxy rests between two portions, in milliseconds. */
const PORTION_MS = 10;

/** A TCP proxy between two sockets that can stop carrying anything, without closing a connection. */
export class FaultProxy {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #blackHole = false;
  /** Bytes a second that are carried in each direction of a connection. */
  #rate = Infinity;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** Starts one in front of a port. */
  static async before(port: number): Promise<FaultProxy> {
    const server = createServer();
    const proxy = new FaultProxy(server);
    server.on('connection', (front) => {
      const back = connect(port, '127.0.0.1');
      proxy.#carry(front, back);
      proxy.#carry(back, front);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get endpoint(): string {
    const address = this.#server.address();
    return `tcp://127.0.0.1:${typeof address === 'object' ? address?.port : undefined}`;
  }

  /** From now on, what comes in vanishes; connections stay open. */
  blackHole(): void {
    this.#blackHole = true;
  }

  /** From now on, carries at most this number of bytes a second in each direction of a connection. */
  throttle(bytesPerSecond: number): void {
    this.#rate = bytesPerSecond;
  }

  /** Carries again, on new connections. */
  restore(): void {
    this.#blackHole = false;
  }

  /** Cuts all connections. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  close(): void {
    this.cut();
    this.#server.close();
  }

  #carry(from: Socket, to: Socket): void {
    this.#sockets.add(from);
    from.on('data', (chunk) => {
      if (this.#blackHole) return;
      if (this.#rate === Infinity) to.write(chunk);
      else void this.#carrySlowly(chunk, from, to);
    });
    from.on('error', () => {});
    from.on('close', () => {
      this.#sockets.delete(from);
      to.destroy();
    });
  }

  /** What comes meanwhile waits in the system, and then at the sender. */
  async #carrySlowly(chunk: Buffer, from: Socket, to: Socket): Promise<void> {
    from.pause();
    const portion = Math.ceil((this.#rate * PORTION_MS) / 1000);
    for (let start = 0; start < chunk.length && !to.destroyed; start += portion) {
      to.write(chunk.subarray(start, start + portion));
      await pause(PORTION_MS);
    }
    from.resume();
  }
}
