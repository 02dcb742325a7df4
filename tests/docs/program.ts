import { execFile } from 'node:child_process';

export interface Outcome {
  /** How it has ended, in words. */
  readonly ended: string;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a Node program to its end; one that takes too long is killed. */
export function runNode(args: readonly string[], folder: string, timeout: number): Promise<Outcome> {
  return new Promise((resolve) => {
    const options = { cwd: folder, timeout, killSignal: 'SIGKILL' as const, maxBuffer: 16 * 1024 * 1024 };
    execFile(process.execPath, args, options, (error, stdout, stderr) => {
      const late = error?.killed === true;
      const ended = late ? `killed after ${timeout} ms` : `by itself, with exit code ${error?.code ?? 0}`;
      resolve({ ended, stdout, stderr });
    });
  });
}
