import type { EndpointAction, ParsedEndpoint } from '../endpoint/index.js';

/** One endpoint that a socket has bound or connected. */
export interface EndpointEntry {
  readonly action: EndpointAction;
  /** As the caller wrote it. */
  readonly given: string;
  /** As it is called in canonical form; for a bind, with the real address. */
  readonly resolved: string;
  /** As it was given, parsed. */
  readonly endpoint: ParsedEndpoint;
}

/** The endpoints of one socket, to be found as given or as resolved. */
export class EndpointTable {
  readonly #entries: EndpointEntry[] = [];

  add(entry: EndpointEntry): void {
    this.#entries.push(entry);
  }

  /** Takes out the endpoint that was added last under this name. */
  take(action: EndpointAction, text: string): EndpointEntry | undefined {
    const index = this.#entries.findLastIndex(
      (entry) => entry.action === action && (entry.resolved === text || entry.given === text),
    );
    return index < 0 ? undefined : this.#entries.splice(index, 1)[0];
  }

  list(action: EndpointAction): readonly string[] {
    return this.#entries.filter((entry) => entry.action === action).map((entry) => entry.resolved);
  }

  /** All of them, as resolved. */
  names(): readonly string[] {
    return this.#entries.map(({ resolved }) => resolved);
  }

  takeAll(): EndpointEntry[] {
    return this.#entries.splice(0);
  }
}
