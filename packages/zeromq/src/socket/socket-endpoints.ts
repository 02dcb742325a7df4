import { errnoError, translated } from '../errors/errno-error.js';
import { bindNow } from './bind-now.js';
import { type BoundEndpoint, BoundEndpoints } from './bound-endpoints.js';
import type { InnerSocket } from './inner-socket.js';
import type { LazyInner } from './lazy-inner.js';

/** The socket whose endpoints they are. */
export interface EndpointsHost {
  /** @throws Error `EBADF`, `EBUSY` */
  assertUsable(): void;
  /** Runs what must not be disturbed. @throws Error as {@link assertUsable} */
  whileBlocked(address: string, run: () => Promise<void>): Promise<void>;
  /** There is an endpoint more. */
  added(): void;
}

/** The endpoints that a socket is bound and connected to. */
export class SocketEndpoints {
  readonly #inner: LazyInner;
  readonly #host: EndpointsHost;
  readonly #bound = new BoundEndpoints();
  #count = 0;
  /** The endpoint that is being bound, and counts as bound. */
  #boundNow: string | undefined;
  #nextRoutingId: Buffer | undefined;

  constructor(inner: LazyInner, host: EndpointsHost) {
    this.#inner = inner;
    this.#host = host;
  }

  get count(): number {
    return this.#count;
  }

  /** The endpoint bound or connected last. */
  get last(): string | null {
    return this.#inner.current?.endpoint ?? this.#boundNow ?? null;
  }

  bind(address: string): Promise<void> {
    return this.#host.whileBlocked(address, async () => {
      const resolved = await this.#inner.open().bind(address);
      this.#bound.add({ given: address, resolved });
      this.#count++;
    });
  }

  unbind(address: string): Promise<void> {
    return this.#host.whileBlocked(address, async () => {
      const bound = this.#bound.find(address);
      const inner = this.#inner.current;
      if (inner === undefined) throw errnoError('ENOENT', { address });
      if (bound === undefined) {
        this.#disconnectAll(inner, address);
        return;
      }
      if (bound.binding !== undefined) await bound.binding;
      await inner.unbind(address);
      this.#bound.delete(bound);
      this.#count--;
    });
  }

  /** Binds before it returns, as far as the socket of core can. @throws Error as {@link bind} */
  bindSync(address: string): void {
    this.#host.assertUsable();
    try {
      const bound = bindNow(this.#inner.open(), address);
      this.#bound.add(bound);
      this.#boundNow = bound.resolved;
    } catch (error) {
      throw translated(error, address);
    }
    this.#count++;
    this.#host.added();
  }

  /** @throws Error as {@link unbind}, before it returns. */
  unbindSync(address: string): void {
    this.#host.assertUsable();
    const bound = this.#findBound(address);
    const inner = this.#inner.current;
    if (inner === undefined) throw errnoError('ENOENT', { address });
    if (bound === undefined) this.disconnect(address);
    else this.#unbindNow(inner, bound, address);
  }

  #unbindNow(inner: InnerSocket, bound: BoundEndpoint, address: string): void {
    this.#bound.delete(bound);
    this.#count--;
    const unbound = bound.binding?.then(() => inner.unbind(address)) ?? inner.unbind(address);
    unbound.catch(() => {});
  }

  /** The next connection is one to a peer that is known by this routing id. */
  nextRoutingId(routingId: Buffer | null): void {
    this.#nextRoutingId = routingId ?? undefined;
  }

  connect(address: string): void {
    this.#host.assertUsable();
    const routingId = this.#nextRoutingId;
    this.#nextRoutingId = undefined;
    try {
      if (routingId === undefined) this.#inner.open().connect(address);
      else this.#inner.open().connect(address, { routingId });
    } catch (error) {
      throw translated(error, address);
    }
    this.#count++;
    this.#host.added();
  }

  /** As in libzmq, it is the same call as {@link unbindSync}. */
  disconnect(address: string): void {
    this.#host.assertUsable();
    const bound = this.#findBound(address);
    const inner = this.#inner.current;
    if (inner === undefined) throw errnoError('ENOENT', { address });
    if (bound !== undefined) {
      this.#unbindNow(inner, bound, address);
      return;
    }
    try {
      this.#disconnectAll(inner, address);
    } catch (error) {
      throw translated(error, address);
    }
  }

  /** All connections to this endpoint, as libzmq does. @throws ZMQError `ENOENT` when there is none. */
  #disconnectAll(inner: InnerSocket, address: string): void {
    inner.disconnect(address);
    for (;;) {
      this.#count--;
      try {
        inner.disconnect(address);
      } catch {
        return;
      }
    }
  }

  #findBound(address: string): BoundEndpoint | undefined {
    try {
      return this.#bound.find(address);
    } catch (error) {
      throw translated(error, address);
    }
  }
}
