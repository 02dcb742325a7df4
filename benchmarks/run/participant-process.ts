import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** What a participant tells, one line of JSON each. */
export type Report = Readonly<Record<string, unknown>>;

const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** One process of a benchmark. */
export class ParticipantProcess {
  readonly #name: string;
  readonly #child: ChildProcess;
  readonly #reports: Report[] = [];
  readonly #ended: Promise<void>;
  #errors = '';
  #failure: Error | undefined;
  #stopped = false;
  #wake: () => void = () => {};

  constructor(name: string, command: readonly string[], environment: Readonly<Record<string, string>>) {
    const [program = '', ...args] = command;
    this.#name = name;
    this.#child = spawn(program, args, { env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(this.#child);
    this.#child.stderr?.on('data', (chunk: Buffer) => (this.#errors += chunk.toString()));
    if (this.#child.stdout !== null) {
      createInterface(this.#child.stdout).on('line', (line) => {
        this.#reports.push(JSON.parse(line) as Report);
        this.#wake();
      });
    }
    this.#ended = new Promise((resolve) => {
      this.#child.once('error', (error) => this.#fail(error.message, resolve));
      // Not `exit`: what it has said on its way out is to be told.
      this.#child.once('close', (code, signal) => {
        if (code === 0 || this.#stopped) this.#end(resolve);
        else this.#fail(`ended with ${signal ?? `code ${code}`}`, resolve);
      });
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Waits for a report with a key, in so many milliseconds. @throws when the participant fails first. */
  async report<T>(key: string, limit: number): Promise<T> {
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      this.#wake();
    }, limit);
    try {
      for (;;) {
        const index = this.#reports.findIndex((report) => key in report);
        if (index !== -1) return this.#reports.splice(index, 1)[0]?.[key] as T;
        if (this.#failure !== undefined) throw this.#failure;
        if (late) throw new Error(`${this.#name} told no ${key} in ${limit / 1000} s. ${this.#errors}`);
        await new Promise<void>((resolve) => (this.#wake = resolve));
      }
    } finally {
      clearTimeout(timer);
    }
  }

  /** Rejects when the participant fails; never resolves. */
  failed(): Promise<never> {
    return new Promise((_, reject) => {
      void this.#ended.then(() => this.#failure !== undefined && !this.#stopped && reject(this.#failure));
    });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#child.kill('SIGKILL');
    await this.#ended;
  }

  #end(resolve: () => void): void {
    running.delete(this.#child);
    resolve();
    this.#wake();
  }

  #fail(what: string, resolve: () => void): void {
    this.#failure = new Error(`${this.#name}: ${what}. ${this.#errors}`);
    this.#end(resolve);
  }
}
