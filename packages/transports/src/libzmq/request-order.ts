/**
 * To which of its connected endpoints a REQ of libzmq has sent its last request, which libzmq does not tell.
 *
 * libzmq takes the endpoints in turn, in the order in which they were connected (lb_t), so counting is enough. When they
 * change in between, it is not known who is asked next, until the next `begin`.
 */
export class RequestOrder {
  #endpoints: string[] = [];
  /** Requests that were sent before the first of this order. */
  #sentBefore = 0;
  #known = true;
  /** Who had been asked last when the endpoints changed, and how many requests had been sent by then. */
  #before: { readonly endpoint: string | undefined; readonly sent: number } = { endpoint: undefined, sent: 0 };

  /** An endpoint was connected, after this number of requests. */
  add(endpoint: string, sent: number): void {
    this.#change(sent);
    this.#endpoints.push(endpoint);
  }

  remove(endpoint: string, sent: number): void {
    this.#change(sent);
    const place = this.#endpoints.indexOf(endpoint);
    if (place >= 0) this.#endpoints.splice(place, 1);
  }

  /** The endpoint of the last of this number of requests; `undefined` when it is not known. */
  asked(sent: number): string | undefined {
    if (sent === this.#sentBefore) return undefined;
    if (sent === this.#before.sent) return this.#before.endpoint;
    if (this.#endpoints.length === 1) return this.#endpoints[0];
    return this.#known ? this.#endpoints[this.#placeOf(sent)] : undefined;
  }

  /** Starts again, with the endpoint of the last request last. @returns the endpoints in the order to connect them. */
  begin(sent: number): readonly string[] {
    const place = sent === this.#sentBefore ? -1 : this.#placeOf(sent);
    this.#endpoints = [...this.#endpoints.slice(place + 1), ...this.#endpoints.slice(0, place + 1)];
    this.#sentBefore = sent;
    this.#before = { endpoint: undefined, sent };
    this.#known = true;
    return this.#endpoints;
  }

  #change(sent: number): void {
    if (sent === this.#sentBefore) return;
    this.#before = { endpoint: this.asked(sent), sent };
    this.#known = false;
  }

  #placeOf(sent: number): number {
    return (sent - this.#sentBefore - 1) % this.#endpoints.length;
  }
}
