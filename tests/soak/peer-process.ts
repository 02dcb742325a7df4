import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Network } from './network.js';
import { SERVER_ADDRESS } from './network.js';
import type { ReportLine } from './report-line.js';
import { assertBuilt } from '../../build/built-from.mjs';

const PROGRAM = fileURLToPath(new URL('programs/peer.mjs', import.meta.url));

/** A process that was told to end is given as long as its sockets linger, and a little: milliseconds. */
const MAX_END_MS = 40_000;

/** One start of a process of the soak, in its network namespace. */
export class PeerProcess {
  readonly name: string;
  /** The name and process id of this start: how its streams are called. */
  boot = '';
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #ended: Promise<number | null>;
  #errors = '';

  private constructor(name: string, child: ChildProcessWithoutNullStreams, hear: (line: ReportLine) => void) {
    this.name = name;
    this.#child = child;
    child.stdin.on('error', () => {});
    child.stderr.setEncoding('utf8').on('data', (text: string) => (this.#errors += text));
    const lines = createInterface({ input: child.stdout });
    lines.on('line', (line) => {
      // A process that is killed may leave half a line.
      if (line.endsWith('}')) hear(JSON.parse(line) as ReportLine);
    });
    this.#ended = new Promise((resolve) => child.once('close', resolve));
  }

  /** Resolves when all its sockets are open. */
  static async start(
    network: Network,
    role: 'server' | 'client',
    name: string,
    hear: (peer: PeerProcess, line: ReportLine) => void,
  ): Promise<PeerProcess> {
    // `ip netns exec` becomes the program, so the process id is the program's.
    const command = [...network.at(role), process.execPath, PROGRAM, role, name, SERVER_ADDRESS];
    assertBuilt();
    const child = spawn('ip', command, { env: { ...process.env, ZMQ_ENGINE: 'zmtp' } });
    return new Promise((resolve, reject) => {
      const peer: PeerProcess = new PeerProcess(name, child, (line) => {
        if (line.ready !== undefined) {
          peer.boot = line.ready;
          resolve(peer);
        }
        hear(peer, line);
      });
      void peer.#ended.then((code) => reject(new Error(`${name} ended with ${code}: ${peer.#errors}`)));
    });
  }

  command(word: 'quiet' | 'end'): void {
    if (word === 'end') this.#child.stdin.end('end\n');
    else this.#child.stdin.write(`${word}\n`);
  }

  /** Tells it to end in good order. @returns what is wrong with how it ended, if anything. */
  async end(): Promise<string | undefined> {
    this.command('end');
    const timeout = setTimeout(() => this.#child.kill('SIGKILL'), MAX_END_MS);
    const code = await this.#ended;
    clearTimeout(timeout);
    return code === 0
      ? undefined
      : `${this.name} ended with ${code ?? 'a signal'} and not in good order: ${this.#errors}`;
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#ended;
  }

  pause(): void {
    this.#child.kill('SIGSTOP');
  }

  resume(): void {
    this.#child.kill('SIGCONT');
  }
}
