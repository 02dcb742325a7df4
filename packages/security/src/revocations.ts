/** The signals by which the connections of those whose admission is revoked are ended. */
export class Revocations {
  readonly #admitted = new Map<string, AbortController>();

  /** The signal of the connections that have this name, or key, from now on. */
  signalOf(name: string): AbortSignal {
    let controller = this.#admitted.get(name);
    if (controller === undefined) {
      controller = new AbortController();
      this.#admitted.set(name, controller);
    }
    return controller.signal;
  }

  /** Ends the connections that have this name, or key. */
  revoke(name: string): void {
    const controller = this.#admitted.get(name);
    this.#admitted.delete(name);
    controller?.abort();
  }
}
