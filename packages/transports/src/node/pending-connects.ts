import { performance, setTimeout } from '@zeromq-ts/core/spi';

/** The requests of Node's that a connection attempt consists of. */
const ATTEMPTS: ReadonlySet<string> = new Set([
  'ConnectWrap',
  'TCPConnectWrap',
  'PipeConnectWrap',
  'GetAddrInfoReqWrap',
]);

/** How often attempts that take long have it looked at whether the process waits for nothing else. */
const POLL_INTERVAL_MS = 500;
/** A check goes through all open handles of the process: it may take this fraction of the time (1 / n). */
const POLL_SHARE = 200;

/**
 * The attempts to connect of this process that have not been answered. Other than everything else, Node cannot unref
 * them, and to an address that does not answer the system tries for two minutes: when nothing else keeps the process
 * alive, all of them are given up.
 */
class HangingAttempts {
  readonly #giveUp = new Set<() => void>();
  #looking = false;

  add(giveUp: () => void): void {
    this.#giveUp.add(giveUp);
    if (!this.#looking) this.#lookAfter(POLL_INTERVAL_MS);
  }

  delete(giveUp: () => void): void {
    // The timer stays: attempts come and go by the thousand, and one look too many costs nothing.
    this.#giveUp.delete(giveUp);
  }

  #lookAfter(pause: number): void {
    this.#looking = true;
    setTimeout(this.#look, pause).unref();
  }

  readonly #look = (): void => {
    this.#looking = false;
    if (this.#giveUp.size === 0) return;
    const started = performance.now();
    const giveUp = onlyConnectsPending();
    const pause = Math.max(POLL_INTERVAL_MS, (performance.now() - started) * POLL_SHARE);
    this.#lookAfter(pause);
    if (!giveUp) return;
    for (const each of this.#giveUp) each();
  };
}

/** Those of this thread. */
export const hangingAttempts = new HangingAttempts();

function onlyConnectsPending(): boolean {
  // Not every runtime has it; then the process waits.
  const active = (process as Partial<Pick<NodeJS.Process, 'getActiveResourcesInfo'>>).getActiveResourcesInfo?.();
  return active?.every((kind) => ATTEMPTS.has(kind)) ?? false;
}
