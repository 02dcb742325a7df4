import { ZMQError } from '@zeromq-ts/core/spi';

type Tell = (error?: ZMQError) => void;

/**
 * Finds out whether connections are retried because the host name does not resolve: libzmq says only that it will try
 * again. It also says when an attempt has got as far as an address, and then there is nothing to find out.
 */
export class NameCheck {
  readonly #name: string;
  #resolved = false;
  #error: ZMQError | undefined;
  /** The calls that wait for the answer. */
  readonly #waiting: Tell[] = [];

  constructor(name: string) {
    this.#name = name;
  }

  /** An attempt has got as far as an address. */
  resolved(): void {
    this.#resolved = true;
    this.#error = undefined;
  }

  /** An attempt has failed: calls back with the reason, if it is the name; in the order of the calls. */
  retried(endpoint: string, tell: Tell): void {
    const resolved = this.#resolved;
    this.#resolved = false;
    if (this.#waiting.length > 0) {
      this.#waiting.push(resolved ? () => tell() : tell);
      return;
    }
    if (resolved || this.#error !== undefined) {
      tell(this.#error);
      return;
    }
    this.#waiting.push(tell);
    import('node:dns/promises')
      .then(({ lookup }) => lookup(this.#name))
      .catch((cause: unknown) => {
        this.#error = new ZMQError(
          'ENOTFOUND',
          `Cannot connect to ${endpoint} yet: the host name ${JSON.stringify(this.#name)} does not resolve. ` +
            'It is tried again; check the spelling, or disconnect.',
          { endpoint, cause },
        );
      })
      .finally(() => {
        for (const each of this.#waiting.splice(0)) each(this.#error);
      })
      .catch(() => {});
  }
}
