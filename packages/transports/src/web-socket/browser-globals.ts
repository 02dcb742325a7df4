/** The WebSocket of browsers, workers and other runtimes of the web: what is needed of it. */
export interface BrowserSocket {
  readonly protocol: string;
  readonly bufferedAmount: number;
  binaryType: string;
  onopen: (() => void) | null;
  onerror: (() => void) | null;
  onclose: ((event: { readonly code: number; readonly reason: string; readonly wasClean: boolean }) => void) | null;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  send(bytes: Uint8Array): void;
  close(code?: number, reason?: string): void;
}

interface EventSource {
  addEventListener(type: string, listener: () => void): void;
  removeEventListener(type: string, listener: () => void): void;
}

/** Of the global object; in a worker, there is no document. */
interface BrowserGlobals extends Partial<EventSource> {
  readonly WebSocket?: new (url: string, protocols: string[]) => BrowserSocket;
  readonly navigator?: { readonly onLine?: boolean };
  readonly document?: EventSource & { readonly visibilityState: string };
}

const globals = globalThis as unknown as BrowserGlobals;

/** @throws the error of the runtime, as for a URL that a page may not connect to. */
export function openSocket(url: string, protocols: readonly string[]): BrowserSocket {
  const { WebSocket } = globals;
  if (WebSocket === undefined) throw new Error('This runtime has no WebSocket.');
  return new WebSocket(url, [...protocols]);
}

/** Whether the device says that it has no network. */
export const isOffline = (): boolean => globals.navigator?.onLine === false;

/** Whether the page cannot be seen, so that its timers are slow. */
export const isHidden = (): boolean => globals.document?.visibilityState === 'hidden';

/** Calls back when the device has a network again, or the page can be seen. @returns what ends it. */
export function whenBack(back: () => void): () => void {
  globals.addEventListener?.('online', back);
  globals.document?.addEventListener('visibilitychange', back);
  return () => {
    globals.removeEventListener?.('online', back);
    globals.document?.removeEventListener('visibilitychange', back);
  };
}

/** Calls back when the page goes away, or into the cache for going back. @returns what ends it. */
export function whenGone(gone: () => void): () => void {
  globals.addEventListener?.('pagehide', gone);
  return () => globals.removeEventListener?.('pagehide', gone);
}
