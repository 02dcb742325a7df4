import { formatEndpoint, parseEndpoint } from '@zeromq-ts/core';

/** An endpoint that is bound. */
export interface BoundEndpoint {
  /** As the program wrote it. */
  readonly given: string;
  /** With the address that it has. */
  readonly resolved: string;
  /** Resolves when the system has bound it, or has refused; absent when it was bound at once. */
  readonly binding?: Promise<unknown> | undefined;
}

/** The endpoints that a socket is bound to: a call that must answer at once cannot ask the socket of core. */
export class BoundEndpoints {
  readonly #all: BoundEndpoint[] = [];

  add(endpoint: BoundEndpoint): void {
    this.#all.push(endpoint);
  }

  /**
   * The one bound last under this name, as given or as resolved.
   *
   * @throws ZMQError `EINVAL` for what is no endpoint.
   */
  find(address: string): BoundEndpoint | undefined {
    const canonical = formatEndpoint(parseEndpoint(address));
    return this.#named(address) ?? this.#named(canonical);
  }

  delete(endpoint: BoundEndpoint): void {
    this.#all.splice(this.#all.indexOf(endpoint), 1);
  }

  #named(name: string): BoundEndpoint | undefined {
    return this.#all.findLast(({ given, resolved }) => given === name || resolved === name);
  }
}
