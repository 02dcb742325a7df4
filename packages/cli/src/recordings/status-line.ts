import { clearInterval, setInterval } from '@zeromq-ts/core/spi';
import type { Flags } from '../grammar/parsed.js';
import type { CommandIO } from '../io.js';

/** How often it is written. */
const INTERVAL_MS = 200;

/** A line on a terminal that is written over, with how far a command is. Elsewhere there is none. */
export class StatusLine {
  readonly #stderr: CommandIO['stderr'];
  readonly #timer: ReturnType<typeof setInterval> | undefined;

  constructor({ stderr }: CommandIO, flags: Flags, text: () => string) {
    this.#stderr = stderr;
    if (stderr.isTTY !== true || flags.boolean('quiet') || flags.boolean('json')) return;
    this.#timer = setInterval(() => stderr.write(`\r\u001b[K${text()}`), INTERVAL_MS);
  }

  /** Removes it. */
  end(): void {
    if (this.#timer === undefined) return;
    clearInterval(this.#timer);
    this.#stderr.write('\r\u001b[K');
  }
}
