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

/** The endpoints of one socket, to be found as given or as resolved. There may be thousands: nothing looks through all. */
export class EndpointTable {
  readonly #entries = new Set<EndpointEntry>();
  /** By each of their two names; those of one name in the order in which they were added. */
  readonly #named: Readonly<Record<EndpointAction, Map<string, EndpointEntry[]>>> = {
    bind: new Map(),
    connect: new Map(),
  };

  add(entry: EndpointEntry): void {
    this.#entries.add(entry);
    const named = this.#named[entry.action];
    for (const name of namesOf(entry)) {
      const others = named.get(name);
      if (others === undefined) named.set(name, [entry]);
      else others.push(entry);
    }
  }

  has(action: EndpointAction, text: string): boolean {
    return this.#named[action].has(text);
  }

  /** Takes out the endpoint that was added last under this name. */
  take(action: EndpointAction, text: string): EndpointEntry | undefined {
    const named = this.#named[action];
    const entry = named.get(text)?.at(-1);
    if (entry === undefined) return undefined;
    this.#entries.delete(entry);
    for (const name of namesOf(entry)) {
      const entries = named.get(name) ?? [];
      if (entries.length <= 1) named.delete(name);
      else entries.splice(entries.lastIndexOf(entry), 1);
    }
    return entry;
  }

  list(action: EndpointAction): readonly string[] {
    return [...this.#entries].flatMap((entry) => (entry.action === action ? entry.resolved : []));
  }

  /** All of them, as resolved. */
  names(): readonly string[] {
    return [...this.#entries].map(({ resolved }) => resolved);
  }

  takeAll(): EndpointEntry[] {
    const all = [...this.#entries];
    this.#entries.clear();
    this.#named.bind.clear();
    this.#named.connect.clear();
    return all;
  }
}

function namesOf({ given, resolved }: EndpointEntry): readonly string[] {
  return given === resolved ? [given] : [given, resolved];
}
