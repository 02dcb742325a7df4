import { binaryKey, ZMQError } from '@zeromq-ts/core/spi';
import { OPTIONS } from './libzmq-numbers.js';
import type { NativeSocket } from './native-binding.js';
import { quietly } from './quietly.js';

/**
 * The routing ids that a ROUTER has given the peers at connected endpoints (`ZMQ_CONNECT_ROUTING_ID`).
 *
 * libzmq ends the process when an id is given that a peer has, also one that is being disconnected; and it ends all
 * connections to an endpoint at once, which are then made again. So an id is given once in the life of a socket, and to an
 * endpoint that is connected once.
 */
export class AssignedRoutingIds {
  readonly #socket: NativeSocket;
  /** By endpoint. */
  readonly #ids = new Map<string, Buffer>();
  /** Those that are no longer given. */
  readonly #used = new Set<string>();

  constructor(socket: NativeSocket) {
    this.#socket = socket;
  }

  /**
   * An endpoint is about to be connected.
   *
   * @param again Whether it is connected already.
   * @throws ZMQError `EINVAL` when the id is taken, `ENOTSUP` when the endpoint is connected already.
   */
  enter(endpoint: string, id: Uint8Array | undefined, again: boolean): void {
    if (again && (id !== undefined || this.#ids.has(endpoint))) {
      throw new ZMQError(
        'ENOTSUP',
        `This socket is connected to ${endpoint} already, and libzmq cannot tell two connections to one endpoint apart ` +
          'when one of them has a routing id of its own.',
        { endpoint },
      );
    }
    if (id === undefined) return;
    if (this.#used.has(binaryKey(id))) {
      throw new ZMQError(
        'EINVAL',
        'An endpoint has this routing id, or had it: libzmq does not tell when it may be given again. Choose another id.',
        { endpoint },
      );
    }
    this.#ids.set(endpoint, Buffer.from(id));
  }

  leave(endpoint: string): void {
    this.#ids.delete(endpoint);
  }

  /** For the native connect that follows: the first to this endpoint. */
  apply(endpoint: string): void {
    const id = this.#ids.get(endpoint);
    if (id === undefined || this.#used.has(binaryKey(id))) return;
    this.#used.add(binaryKey(id));
    quietly(() => this.#socket.setStringOption(OPTIONS.CONNECT_ROUTING_ID, id));
  }
}
