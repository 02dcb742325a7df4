import type { SocketOptions } from '../../core/src/index.js';
import type { SendReceiveState, SocketTypeDefinition } from '../../core/src/spi.js';
import { coreOf, DuplexSocket } from '../../core/src/spi.js';
import { FakeEngine } from './fake-engine.js';
import type { FakeSocket } from './fake-engine.js';

export const TEST_DEFINITION: SocketTypeDefinition = {
  seam: 'routing@2',
  type: 'DEALER',
  className: 'TestSocket',
  defaultAction: 'connect',
  sends: true,
  receives: true,
  peers: ['DEALER'],
};

/** A socket of no pattern. */
export class TestSocket extends DuplexSocket {
  constructor(endpoint?: string | readonly string[], options?: SocketOptions, exchange?: SendReceiveState) {
    super(
      exchange === undefined ? TEST_DEFINITION : { ...TEST_DEFINITION, exchange: () => exchange },
      endpoint,
      options,
    );
  }

  waitFor(condition: () => boolean, what: string, options?: { timeout?: number; signal?: AbortSignal }): Promise<void> {
    return coreOf(this).waitFor(condition, what, options);
  }
}

/** A socket of no pattern on an engine of its own, and its other side. */
export function testSocket(
  options: SocketOptions = {},
  endpoint?: string | readonly string[],
  exchange?: SendReceiveState,
): { socket: TestSocket; wire: FakeSocket; engine: FakeEngine } {
  const engine = new FakeEngine();
  const socket = new TestSocket(endpoint, { engine, ...options }, exchange);
  return { socket, wire: engine.last, engine };
}

/** Lets everything that is due now happen, timers included. */
export function nextTurn(): Promise<void> {
  // A turn that was used up lasts one round of the event loop longer.
  return new Promise((resolve) => setImmediate(() => setImmediate(() => setImmediate(resolve))));
}
