import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CommandError } from '../errors/command-error.js';
import type { CommandIO } from '../io.js';
import { Later } from './later.js';
import type { RoleResult } from './role.js';

/** Where a peer has bound. */
export interface Listening {
  readonly endpoint: string;
  readonly serverKey: string | undefined;
}

/** One side of a measurement in a process of its own. It ends when its stdin does, so it does not outlive this process. */
export class PeerProcess {
  readonly #child: ChildProcess;
  /** Where it has bound; rejects when it ends before. */
  readonly listening: Promise<Listening>;
  /** What it has found; rejects when it ends without. */
  readonly result: Promise<RoleResult>;

  constructor(argv: readonly string[], env: CommandIO['env']) {
    const child = spawn(process.execPath, [...runtimeArguments(), program(), ...argv, '--json', '--while-stdin'], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: withoutTwins(env),
    });
    this.#child = child;
    let stdout = '';
    let stderr = '';
    const listening = new Later<Listening>();
    const result = new Later<RoleResult>();
    child.once('error', (error) => {
      listening.reject(error);
      result.reject(error);
    });
    child.once('close', (code, signal) => {
      result.reject(endedEarly(code, signal, stderr));
      listening.reject(endedEarly(code, signal, stderr));
    });
    this.listening = listening.promise;
    this.result = result.promise;
    child.stdin.on('error', () => {});
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
      // Not its end: on Deno, stdin keeps a process that has nothing more to do.
      if (stdout.endsWith('\n')) result.resolve(JSON.parse(stdout) as RoleResult);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
      const found = /^\{"event":"listening".*$/mu.exec(stderr);
      if (found !== null && stderr.endsWith('\n')) listening.resolve(JSON.parse(found[0]) as Listening);
    });
  }

  /** Asks it to end and give its result. */
  finish(): void {
    this.#child.stdin?.end();
  }

  /** Ends it, if it has not ended. */
  end(): void {
    if (this.#child.exitCode === null && this.#child.signalCode === null) this.#child.kill('SIGKILL');
  }
}

function endedEarly(code: number | null, signal: string | null, stderr: string): CommandError {
  const how = signal === null ? `exit code ${code}` : signal;
  return new CommandError('failed', `A process of the measurement has ended early (${how}).${saidBy(stderr)}`, {
    code: 'ECHILD',
  });
}

/** The sentence of its error, or all that it wrote. */
function saidBy(stderr: string): string {
  const last = stderr.trim().split('\n').at(-1) ?? '';
  try {
    const { error } = JSON.parse(last) as { error?: { message?: string } };
    if (typeof error?.message === 'string') return ` It says: ${error.message}`;
  } catch {
    // It is not what this program writes.
  }
  return stderr.trim() === '' ? '' : ` It says: ${stderr.trim().slice(-2000)}`;
}

/** `zmq` as it is built: beside the part that has this code, or in the build when that runs from its source. */
function program(): string {
  const candidates = ['zmq.js', '../zmq.js', '../../dist/zmq.js'];
  const paths = candidates.map((path) => fileURLToPath(new URL(path, import.meta.url)));
  return paths.find((path) => existsSync(path)) ?? (paths[0] as string);
}

function runtimeArguments(): readonly string[] {
  return 'deno' in process.versions ? ['run', '-A'] : [];
}

/** What is set for this command is given to its peers by flags. */
function withoutTwins(env: CommandIO['env']): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('ZMQ_')));
}
