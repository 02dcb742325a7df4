import { formatEndpoint } from '@zeromq-ts/core/spi';
import type { BoundPath } from '../ipc/bind-path.js';
import { bindPath, bindPathNow } from '../ipc/bind-path.js';
import { bindErrorOf, explainBind } from './explain-bind.js';
import type { Monitor } from './monitor.js';
import type { NativeEvent } from './native-binding.js';
import type { NativeSocketState } from './native-socket-state.js';

/** What {@link PathEndpoints} need of their socket. */
export interface PathEndpointsHost {
  readonly state: NativeSocketState;
  readonly monitor: Monitor;
  /** Ends a native bind. */
  detach(native: string): void;
  /** A native call has used the socket. */
  wakePending(): void;
}

/**
 * The `ipc` paths to which a socket is bound. libzmq removes whatever is at a path that it binds, so it is given a
 * temporary name beside the path.
 */
export class PathEndpoints {
  readonly #host: PathEndpointsHost;
  /** By endpoint; in it, the endpoint as libzmq knows it, with the temporary name. */
  readonly #bound = new Map<string, BoundPath<string>>();
  /** The endpoints that the application knows, by those that libzmq knows. */
  readonly #public = new Map<string, string>();

  constructor(host: PathEndpointsHost) {
    this.#host = host;
  }

  /** @param endpoint The path as an endpoint, as the application knows it. */
  async bind(path: string, endpoint: string): Promise<void> {
    const { state } = this.#host;
    const bound = await bindPath(path, endpoint, {
      bind: (temporary) => this.#bindTemporary(temporary, endpoint),
      unbind: (native) => {
        this.#public.delete(native);
        if (!state.closed) this.#host.detach(native);
      },
    });
    if (state.closed) bound.release();
    state.assertOpen();
    this.#bound.set(endpoint, bound);
  }

  /** The same before it returns. @throws ZMQError as {@link bind}; `ENOTSUP` when there is a socket at the path. */
  bindNow(path: string, endpoint: string): void {
    const bound = bindPathNow(path, endpoint, {
      bind: (temporary) => {
        const native = nativeEndpoint(temporary);
        try {
          return this.#bindNative(native, endpoint);
        } catch (error) {
          throw bindErrorOf(error, endpoint);
        }
      },
      unbind: (native) => {
        this.#public.delete(native);
        this.#host.detach(native);
      },
    });
    this.#bound.set(endpoint, bound);
  }

  /** Gives up a path. @returns the endpoint as libzmq knows it, if it is one of these. */
  release(endpoint: string): string | undefined {
    const path = this.#bound.get(endpoint);
    path?.release();
    this.#bound.delete(endpoint);
    return path?.bound;
  }

  releaseAll(): void {
    for (const path of this.#bound.values()) path.release();
  }

  /** The listener of an endpoint of libzmq is closed: there are no more events of it. */
  forget(native: string): void {
    this.#public.delete(native);
  }

  /** An event of libzmq, with the endpoint that the application knows. */
  publicEvent(event: NativeEvent): NativeEvent {
    const address = this.#public.get(event.address ?? '');
    return address === undefined ? event : { ...event, address };
  }

  async #bindTemporary(path: string, endpoint: string): Promise<string> {
    const native = nativeEndpoint(path);
    try {
      return this.#bindNative(native, endpoint);
    } catch (error) {
      throw await explainBind(this.#host.monitor, error, endpoint, native);
    }
  }

  #bindNative(native: string, endpoint: string): string {
    const { state, monitor } = this.#host;
    state.assertOpen();
    monitor.start();
    state.socket.bindSync(native);
    this.#public.set(native, endpoint);
    this.#host.wakePending();
    return native;
  }
}

function nativeEndpoint(path: string): string {
  return formatEndpoint({ protocol: 'ipc', address: { kind: 'pathname', path } });
}
