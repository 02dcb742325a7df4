import type { PageMessage } from '../src/page-message.js';
import { EventReader } from './event-reader.js';

/** `unauthorized`: the token is missing or wrong. */
export type ConnectionState = 'connecting' | 'live' | 'hidden' | 'reconnecting' | 'unauthorized';

const FIRST_RETRY_MS = 500;
const MAX_RETRY_MS = 10_000;

/** The connection to the server: opened again when it ends, and closed while the page is hidden. */
export class Connection {
  readonly #take: (message: PageMessage) => void;
  readonly #changed: (state: ConnectionState) => void;
  readonly #token: () => string | undefined;
  #current: AbortController | undefined;
  #retry = FIRST_RETRY_MS;
  #timer: number | undefined;

  constructor(
    token: () => string | undefined,
    take: (message: PageMessage) => void,
    changed: (state: ConnectionState) => void,
  ) {
    this.#token = token;
    this.#take = take;
    this.#changed = changed;
    document.addEventListener('visibilitychange', () => {
      if (document.hidden) this.close('hidden');
      else this.open();
    });
  }

  open(): void {
    this.close('connecting');
    if (document.hidden) return this.#changed('hidden');
    const current = new AbortController();
    this.#current = current;
    void this.#follow(current.signal);
  }

  close(state: ConnectionState): void {
    clearTimeout(this.#timer);
    this.#current?.abort();
    this.#changed(state);
  }

  async #follow(signal: AbortSignal): Promise<void> {
    const state = await this.#read(signal);
    if (signal.aborted) return;
    this.#changed(state);
    if (state === 'unauthorized') return;
    this.#timer = setTimeout(() => this.open(), this.#retry);
    this.#retry = Math.min(this.#retry * 2, MAX_RETRY_MS);
  }

  /** Not an EventSource: that sends no header, and a token in the address would be logged. */
  async #read(signal: AbortSignal): Promise<ConnectionState> {
    try {
      const token = this.#token();
      const headers: Record<string, string> = { accept: 'text/event-stream' };
      if (token !== undefined) headers['authorization'] = `Bearer ${token}`;
      const response = await fetch('figures', { headers, signal, cache: 'no-store' });
      if (response.status === 401) return 'unauthorized';
      if (!response.ok || response.body === null) return 'reconnecting';
      const events = new EventReader((data) => this.#take(JSON.parse(data) as PageMessage));
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        events.add(part.value);
        this.#retry = FIRST_RETRY_MS;
        this.#changed('live');
      }
    } catch {
      // Aborted by this page, or the server is gone.
    }
    return 'reconnecting';
  }
}
