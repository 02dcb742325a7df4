import { fileURLToPath } from 'node:url';
import { LineChild } from '../processes/line-child.js';

const program = fileURLToPath(new URL('programs/victim.mjs', import.meta.url));

/** How long the reports of a victim may stay the same: on a machine that is busy, what goes on may take any time. */
const PROGRESS_TIMEOUT_MS = 60_000;

/** How a victim is. */
export interface Report {
  /** The longest time that the process has computed between two timers since the last `reset`, in milliseconds. */
  readonly longestTurn: number;
  /** What the heap and buffers hold after a collection, in MiB. */
  readonly megabytes: number;
  readonly peers: number;
  readonly queuedIncoming: number;
  /** Messages received so far that say that they are honest. */
  readonly honest: number;
  readonly received: number;
  /** Peers disconnected for what they take. */
  readonly cuts: number;
}

/** A socket in a process of its own, with a small heap: what takes more memory than it may ends it. */
export class VictimProcess {
  readonly #child: LineChild;
  readonly endpoint: string;

  private constructor(child: LineChild, endpoint: string) {
    this.#child = child;
    this.endpoint = endpoint;
  }

  /** @param heapMegabytes The limit of its heap. */
  static async start(
    type: string,
    options: object,
    mode: 'receive' | 'idle',
    heapMegabytes: number,
  ): Promise<VictimProcess> {
    const flags = ['--expose-gc', `--max-old-space-size=${heapMegabytes}`];
    const args = [...flags, program, type, JSON.stringify(options), mode];
    const child = new LineChild('the victim', process.execPath, args);
    return new VictimProcess(child, await child.said('READY'));
  }

  async report(): Promise<Report> {
    this.#child.write('report');
    return JSON.parse(await this.#child.said('REPORT')) as Report;
  }

  /** Reports until something holds; fails when nothing changes any more before it does. */
  async until(what: string, holds: (report: Report) => boolean): Promise<Report> {
    let last = '';
    let lastProgress = performance.now();
    for (;;) {
      const report = await this.report();
      if (holds(report)) return report;
      const progress = JSON.stringify({ ...report, longestTurn: 0 });
      if (progress !== last) [last, lastProgress] = [progress, performance.now()];
      else if (performance.now() - lastProgress > PROGRESS_TIMEOUT_MS)
        throw new Error(`${what}: no progress for ${PROGRESS_TIMEOUT_MS} ms: ${JSON.stringify(report)}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /** Begins to measure the longest turn anew. */
  reset(): void {
    this.#child.write('reset');
  }

  publish(text: string): void {
    this.#child.write(`publish ${text}`);
  }
}
