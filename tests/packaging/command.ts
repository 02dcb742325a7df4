import { execFile } from 'node:child_process';
import { basename, dirname, join } from 'node:path';

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

// pnpm has Node look into the workspace, where everything is installed: a program in another folder must not find it.
const { NODE_PATH: _workspace, ...environment } = process.env;

/** What is really started: on Windows, npm and npx are scripts for a shell, so Node runs the programs behind them. */
function program(command: string, args: readonly string[]): readonly [string, readonly string[]] {
  if (/\.[cm]?js$/.test(command)) return [process.execPath, [command, ...args]];
  if (process.platform !== 'win32' || !['npm', 'npx'].includes(command)) return [command, args];
  return [process.execPath, [join(dirname(process.execPath), `node_modules/npm/bin/${command}-cli.js`), ...args]];
}

/** Runs a program to its end, whatever its exit code, without a shell. */
export function run(command: string, args: readonly string[], directory: string): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const options = { cwd: directory, env: environment, timeout: 240_000, maxBuffer: 64 * 1024 * 1024 };
    const child = execFile(...program(command, args), options, (error, stdout, stderr) => {
      if (!error) return resolve({ code: 0, stdout, stderr });
      if (typeof error.code === 'number') return resolve({ code: error.code, stdout, stderr });
      reject(new Error(`${command} ${args.join(' ')}: ${error.message}\n${stdout}${stderr}`, { cause: error }));
    });
    child.stdin?.end();
  });
}

/** As `run`, and an exit code other than 0 is an error that shows what the program printed. */
export async function mustRun(command: string, args: readonly string[], directory: string): Promise<string> {
  const { code, stdout, stderr } = await run(command, args, directory);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${stdout}${stderr}`);
  return stdout;
}

/** Runs the pnpm that runs this, or else the one that the README names. */
export function pnpm(args: readonly string[], directory: string): Promise<string> {
  const own = process.env['npm_execpath'];
  if (own && basename(own).startsWith('pnpm')) return mustRun(own, args, directory);
  return mustRun('npx', ['-y', 'pnpm@12', ...args], directory);
}
