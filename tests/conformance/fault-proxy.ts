import type { Server, Socket } from 'node:net';
import { connect, createServer } from 'node:net';

/** A TCP proxy between two sockets that can stop carrying anything, without closing a connection. */
export class FaultProxy {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #blackHole = false;

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
      if (!this.#blackHole) to.write(chunk);
    });
    from.on('error', () => {});
    from.on('close', () => {
      this.#sockets.delete(from);
      to.destroy();
    });
  }
}
