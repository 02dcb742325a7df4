import type { Socket } from 'node:net';
import { connect, createServer } from 'node:net';

/** A TCP proxy on the loopback interface that can cut its connections, and stop carrying until it goes on. */
export class StallingProxy {
  readonly port: number;
  readonly #close: () => void;
  readonly #carried: Set<readonly [Socket, Socket]>;
  readonly #state: { stalled: boolean };

  private constructor(
    port: number,
    close: () => void,
    carried: Set<readonly [Socket, Socket]>,
    state: { stalled: boolean },
  ) {
    this.port = port;
    this.#close = close;
    this.#carried = carried;
    this.#state = state;
  }

  /** Starts one in front of a port, on which nobody need listen yet. */
  static async before(port: number): Promise<StallingProxy> {
    const carried = new Set<readonly [Socket, Socket]>();
    const state = { stalled: false };
    const server = createServer({ allowHalfOpen: true }, (front) => {
      const back = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
      const both = [front, back] as const;
      carried.add(both);
      for (const [from, to] of [both, [back, front]] as const) {
        from.setNoDelay(true);
        from.on('error', () => {});
        from.on('close', (failed: boolean) => {
          carried.delete(both);
          if (failed || !to.writableEnded) to.destroy();
        });
        if (!state.stalled) from.pipe(to);
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const own = typeof address === 'object' && address !== null ? address.port : 0;
    return new StallingProxy(own, () => server.close(), carried, state);
  }

  /** Ends all connections at once, in both directions. */
  cut(): void {
    for (const [front, back] of this.#carried) {
      front.destroy();
      back.destroy();
    }
    this.#carried.clear();
  }

  /** Carries nothing until `resume`. Connections stay open. */
  stall(): void {
    this.#state.stalled = true;
    for (const [front, back] of this.#carried) {
      front.unpipe(back).pause();
      back.unpipe(front).pause();
    }
  }

  resume(): void {
    if (!this.#state.stalled) return;
    this.#state.stalled = false;
    for (const [front, back] of this.#carried) {
      front.pipe(back);
      back.pipe(front);
    }
  }

  close(): void {
    this.cut();
    this.#close();
  }
}
