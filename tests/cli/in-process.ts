import { PassThrough } from 'node:stream';
import { run } from '@zeromq-ts/cli';

/** What a command line that was run in this process has come to. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a command line is run with. */
export interface Given {
  readonly stdin?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** Runs a command line in this process, with an environment of its own. */
export async function zmq(argv: readonly string[], given: Given = {}): Promise<Outcome> {
  const stdin = new PassThrough();
  stdin.end(given.stdin ?? '');
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const texts = [collect(stdout), collect(stderr)] as const;
  const code = await run(argv, {
    stdin,
    stdout,
    stderr,
    env: given.env ?? {},
    signal: given.signal ?? new AbortController().signal,
  });
  stdout.end();
  stderr.end();
  return { code, stdout: await texts[0], stderr: await texts[1] };
}

async function collect(stream: PassThrough): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
