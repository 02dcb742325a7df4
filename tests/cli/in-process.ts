import { PassThrough } from 'node:stream';
import { run } from '@zeromq-ts/cli';

/** What a command line that was run in this process has come to. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** stdout as it is. */
  readonly bytes: Buffer;
}

/** What a command line is run with. */
export interface Given {
  /** All of stdin; without it, stdin stays open. */
  readonly stdin?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  /** Whether stdout is a terminal. */
  readonly isTerminal?: boolean;
  /** Interrupts it, too. */
  readonly signal?: AbortSignal;
}

/** A command that runs in this process. */
export interface Running {
  readonly stdin: PassThrough;
  /** Resolves when it has ended. */
  readonly outcome: Promise<Outcome>;
  /** Resolves when stderr, or stdout, matches; rejects when the command ends before. */
  readonly said: (pattern: RegExp, stream?: 'stdout' | 'stderr') => Promise<RegExpExecArray>;
  /** Interrupts it, as SIGINT does. */
  readonly interrupt: () => void;
}

/** Starts a command line in this process, with streams and an environment of its own. */
export function begin(argv: readonly string[], given: Given = {}): Running {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  if (given.isTerminal === true) Object.assign(stdout, { isTTY: true });
  if (given.stdin !== undefined) stdin.end(given.stdin);
  const interrupted = new AbortController();
  given.signal?.addEventListener('abort', () => interrupted.abort(given.signal?.reason));
  const texts = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  const listeners = new Set<() => void>();
  for (const [name, stream] of [['stdout', stdout] as const, ['stderr', stderr] as const]) {
    stream.on('data', (chunk: Buffer) => {
      texts[name].push(chunk);
      for (const listener of listeners) listener();
    });
  }
  let over = false;
  const textOf = (name: 'stdout' | 'stderr'): string => Buffer.concat(texts[name]).toString();
  const outcome = run(argv, { stdin, stdout, stderr, env: given.env ?? {}, signal: interrupted.signal }).then(
    (code) => {
      over = true;
      for (const listener of listeners) listener();
      return { code, stdout: textOf('stdout'), stderr: textOf('stderr'), bytes: Buffer.concat(texts.stdout) };
    },
  );
  return {
    stdin,
    outcome,
    interrupt: () => interrupted.abort(),
    said: (pattern, stream = 'stderr') =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = pattern.exec(textOf(stream));
          if (found === null && !over) return;
          listeners.delete(look);
          if (found !== null) resolve(found);
          else
            reject(
              new Error(
                `zmq ${argv.join(' ')} has ended without ${pattern}:\n${textOf('stdout')}\n${textOf('stderr')}`,
              ),
            );
        };
        listeners.add(look);
        look();
      }),
  };
}

/** Runs a command line in this process to its end. stdin is empty unless given. */
export function zmq(argv: readonly string[], given: Given = {}): Promise<Outcome> {
  return begin(argv, { stdin: '', ...given }).outcome;
}

/** Starts a command that binds: resolves with its endpoint. */
export async function bound(argv: readonly string[], given?: Given): Promise<Running & { readonly endpoint: string }> {
  const running = begin(argv, given);
  const [, endpoint = ''] = await running.said(/(?:bound |"endpoint":")([^\s"]+)/u);
  return { ...running, endpoint };
}
