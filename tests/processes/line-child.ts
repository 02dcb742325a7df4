import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { assertBuilt } from '../../build/built-from.mjs';

/** How a child process has ended. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** How a child process ends that had nothing to complain about. */
export const IN_PEACE: Ending = { code: 0, signal: null };

interface WaitingForLine {
  readonly resolve: (line: string) => void;
  readonly reject: (error: Error) => void;
}

/** A child process of the running test that talks in lines. It is ended with the test, if it has not ended by then. */
export class LineChild {
  /** Settles when the process has ended and all that it printed has been read. */
  readonly ended: Promise<Ending>;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #name: string;
  readonly #lines: string[] = [];
  readonly #waiting: WaitingForLine[] = [];
  #complaints = '';
  #over = false;

  constructor(name: string, command: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
    // A program of ours imports the packages as they are built.
    if (args.some((arg) => arg.includes('.mjs'))) assertBuilt();
    this.#name = name;
    this.#child = spawn(command, args, { env: { ...process.env, ...environment } });
    // Writing to a process that has just ended fails; `nextLine` tells of it.
    this.#child.stdin.on('error', () => {});
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => (this.#complaints += text));
    createInterface({ input: this.#child.stdout, crlfDelay: Infinity }).on('line', (line) => this.#arrived(line));
    this.ended = new Promise((resolve) => {
      const end = (code: number | null, signal: NodeJS.Signals | null): void => {
        this.#over = true;
        for (const { reject } of this.#waiting.splice(0)) reject(this.#silence());
        resolve({ code, signal });
      };
      this.#child.once('close', end);
      this.#child.once('error', (error) => {
        this.#complaints += error.message;
        end(null, null);
      });
    });
    onTestFinished(async () => {
      await this.kill();
    });
  }

  /** What it has printed on its standard error so far. */
  get complaints(): string {
    return this.#complaints;
  }

  /** The next line that it prints; rejects when it ends without. */
  nextLine(): Promise<string> {
    const line = this.#lines.shift();
    if (line !== undefined) return Promise.resolve(line);
    if (this.#over) return Promise.reject(this.#silence());
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  /** What the next line says after its first word, which must be this one. */
  async said(word: string): Promise<string> {
    const line = await this.nextLine();
    if (line === word) return '';
    if (line.startsWith(`${word} `)) return line.slice(word.length + 1);
    throw new Error(`${this.#name} should have said ${word}, but said: ${line.slice(0, 200)}\n${this.#complaints}`);
  }

  /** As `said`, but the lines that begin with `skipped` do not count. */
  async saidAfter(skipped: string, word: string): Promise<string> {
    let line = await this.nextLine();
    while (line.startsWith(`${skipped} `)) line = await this.nextLine();
    this.#lines.unshift(line);
    return this.said(word);
  }

  write(line: string): void {
    this.#child.stdin.write(`${line}\n`);
  }

  /** Closes its standard input. */
  endInput(): void {
    this.#child.stdin.end();
  }

  /** Ends it at once, by its process id, as a crash would. */
  kill(): Promise<Ending> {
    this.#child.kill('SIGKILL');
    return this.ended;
  }

  /** Stops it, as a platform does that freezes processes between two requests. */
  freeze(): void {
    this.#child.kill('SIGSTOP');
  }

  /** Lets it go on after `freeze`. */
  thaw(): void {
    this.#child.kill('SIGCONT');
  }

  #arrived(line: string): void {
    const waiting = this.#waiting.shift();
    if (waiting === undefined) this.#lines.push(line);
    else waiting.resolve(line);
  }

  #silence(): Error {
    const { exitCode, signalCode } = this.#child;
    return new Error(`${this.#name} has ended (${exitCode ?? signalCode ?? 'not started'}).\n${this.#complaints}`);
  }
}
