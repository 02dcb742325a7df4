import { ZMQProxy } from '@zeromq-ts/proxy';
import { BACK_END, checkArguments, FRONT_END } from './errors/arguments.js';
import { errnoError, translated } from './errors/errno-error.js';
import { type Socket, stateOf } from './socket/socket.js';

/**
 * Forwards messages between two sockets, in both directions.
 *
 * @typeParam F The type of the front-end socket.
 * @typeParam B The type of the back-end socket.
 *
 * @example
 * ```ts
 * import { Dealer, Proxy, Router } from '@zeromq-ts/zeromq';
 *
 * const proxy = new Proxy(new Router(), new Dealer());
 * await proxy.frontEnd.bind('tcp://127.0.0.1:*');
 * await proxy.backEnd.bind('tcp://127.0.0.1:*');
 * const running = proxy.run();
 * proxy.terminate();
 * await running;
 * ```
 */
export class SocketProxy<F extends Socket = Socket, B extends Socket = Socket> {
  static {
    // There is a global class of the name that it has for others.
    Object.defineProperty(this, 'name', { value: 'Proxy' });
  }

  readonly #frontEnd: F;
  readonly #backEnd: B;
  #running: ZMQProxy | undefined;

  /**
   * @param frontEnd The front-end socket.
   * @param backEnd The back-end socket.
   */
  constructor(frontEnd: F, backEnd: B) {
    checkArguments(arguments, FRONT_END, BACK_END);
    stateOf(frontEnd);
    stateOf(backEnd);
    this.#frontEnd = frontEnd;
    this.#backEnd = backEnd;
  }

  /** The front-end socket. */
  get frontEnd(): F {
    return this.#frontEnd;
  }

  /** The back-end socket. */
  get backEnd(): B {
    return this.#backEnd;
  }

  /**
   * Forwards messages until {@link terminate}; then both sockets are closed. Bind or connect them before.
   *
   * @throws Error `EINVAL` when one of the sockets is neither bound nor connected.
   */
  run(): Promise<void> {
    checkArguments(arguments);
    const front = stateOf(this.#frontEnd);
    const back = stateOf(this.#backEnd);
    if (!front.attached) {
      throw errnoError('EINVAL', { text: 'Front-end socket must be bound or connected' });
    }
    if (!back.attached) throw errnoError('EINVAL', { text: 'Back-end socket must be bound or connected' });
    front.assertUsable();
    back.assertUsable();
    const proxy = new ZMQProxy(front.inner(), back.inner());
    this.#running = proxy;
    front.block();
    back.block();
    return proxy
      .run()
      .catch((error: unknown) => {
        throw translated(error);
      })
      .finally(() => {
        this.#running = undefined;
        front.release();
        back.release();
      });
  }

  /** Pauses until {@link resume}. @throws Error `EBADF` when it does not run. */
  pause(): void {
    checkArguments(arguments);
    this.#command()
      .pause()
      .catch(() => {});
  }

  /** Goes on after {@link pause}. @throws Error `EBADF` when it does not run. */
  resume(): void {
    checkArguments(arguments);
    this.#command().resume();
  }

  /** Ends it, and closes both sockets. @throws Error `EBADF` when it does not run. */
  terminate(): void {
    checkArguments(arguments);
    this.#command()
      .stop()
      .catch(() => {});
  }

  #command(): ZMQProxy {
    if (this.#running === undefined) throw errnoError('EBADF');
    return this.#running;
  }
}
