import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { assertBuilt } from '../../build/built-from.mjs';

/** An example as a newcomer runs it, in a process of its own that ends with the test. */
export class ExampleProgram {
  /** What it has printed so far. */
  readonly lines: string[] = [];
  /** Its exit code, or the signal that ended it, once all that it printed has been read. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
  readonly #child: ChildProcess;
  readonly #path: string;
  readonly #listeners = new Set<() => void>();
  #complaints = '';
  #over = false;

  /** @param path Below `examples/dist`, without the ending: `hello-world/server`. */
  constructor(path: string, args: readonly string[] = [], environment: NodeJS.ProcessEnv = {}) {
    const script = fileURLToPath(new URL(`../../examples/dist/${path}.js`, import.meta.url));
    assertBuilt();
    this.#path = path;
    // With a group of its own, as a terminal gives one: a Ctrl-C goes to the program and all its children.
    this.#child = spawn(process.execPath, [script, ...args], {
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: true,
      env: { ...process.env, INIT_CWD: undefined, ...environment },
    });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.#complaints += text));
    if (this.#child.stdout !== null) {
      createInterface({ input: this.#child.stdout }).on('line', (line) => {
        this.lines.push(line);
        this.#tell();
      });
    }
    this.ended = new Promise((resolve) => {
      this.#child.once('close', (code, signal) => {
        this.#over = true;
        this.#tell();
        resolve(code ?? signal);
      });
    });
    onTestFinished(async () => {
      this.#child.kill('SIGKILL');
      await this.ended;
    });
  }

  /** Whether the program has been ended by a signal, also if others still hold its output open. */
  get killed(): boolean {
    return this.#child.signalCode !== null;
  }

  /** What it has printed on its standard error so far. */
  get complaints(): string {
    return this.#complaints;
  }

  /** All that it has printed. */
  get output(): string {
    return this.lines.join('\n');
  }

  /** The first line, past or to come, that matches. */
  async line(pattern: RegExp): Promise<RegExpExecArray> {
    for (let next = 0; ;) {
      while (next < this.lines.length) {
        const match = pattern.exec(this.lines[next++] ?? '');
        if (match !== null) return match;
      }
      if (this.#over) throw new Error(`${this.#path} ended without ${pattern}:\n${this.output}\n${this.#complaints}`);
      await this.#news();
    }
  }

  /** The first endpoint on the first line that matches. */
  async endpoint(pattern: RegExp): Promise<string> {
    const { input } = await this.line(pattern);
    return /(?:tcp|ipc):\/\/[^\s,)]+/.exec(input)?.[0] ?? '';
  }

  /** Types a line. */
  type(line: string): void {
    this.#child.stdin?.write(`${line}\n`);
  }

  /** Sends a signal to the program and all its children, as Ctrl-C does in a terminal. */
  signalGroup(signal: NodeJS.Signals): void {
    if (this.#child.pid !== undefined) process.kill(-this.#child.pid, signal);
  }

  /** Sends a signal to the program alone. */
  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
    this.#listeners.clear();
  }

  #news(): Promise<void> {
    return new Promise((resolve) => this.#listeners.add(resolve));
  }
}
