import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The program, as it is built: test files that use it call `assertBuilt()`. */
export const PROGRAM = fileURLToPath(new URL('../../packages/cli/dist/zmq.js', import.meta.url));

/** A running `zmq`. */
export interface Program {
  readonly child: ChildProcess;
  /** Resolves with what it ended with. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  /** Everything so far. */
  stdout(): Buffer;
  stderr(): string;
  /** Resolves when stdout or stderr matches. */
  said(pattern: RegExp, stream?: 'stdout' | 'stderr'): Promise<RegExpExecArray>;
}

/** How `zmq` is started. */
export interface StartOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** What runs it. Default: the Node that runs this. */
  readonly runtime?: readonly string[];
}

/** Starts `zmq` as a process of its own. */
export function start(argv: readonly string[], options: StartOptions = {}): Program {
  const [command = '', ...before] = options.runtime ?? [process.execPath];
  const child = spawn(command, [...before, PROGRAM, ...argv], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1', ...options.env },
    cwd: options.cwd,
  });
  const chunks: Buffer[] = [];
  let stderr = '';
  const listeners = new Set<() => void>();
  const changed = (): void => listeners.forEach((listener) => listener());
  child.stdout.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    changed();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
    changed();
  });
  child.stdin.on('error', () => {});
  let over = false;
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.on('close', (code, signal) => {
      over = true;
      resolve({ code, signal });
      changed();
    });
  });
  const stdout = (): Buffer => Buffer.concat(chunks);
  return {
    child,
    ended,
    stdout,
    stderr: () => stderr,
    said: (pattern, stream = 'stderr') =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = pattern.exec(stream === 'stderr' ? stderr : stdout().toString());
          if (found !== null || over) listeners.delete(look);
          if (found !== null) resolve(found);
          else if (over)
            reject(new Error(`zmq ${argv.join(' ')} has ended without ${pattern}:\n${stdout()}\n${stderr}`));
        };
        listeners.add(look);
        look();
      }),
  };
}

/** Runs `zmq` to its end. */
export async function zmqProgram(
  argv: readonly string[],
  { stdin, ...options }: StartOptions & { readonly stdin?: string | Uint8Array } = {},
): Promise<{
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}> {
  const program = start(argv, options);
  program.child.stdin?.end(stdin ?? '');
  const { code, signal } = await program.ended;
  return { code, signal, stdout: program.stdout(), stderr: program.stderr() };
}
