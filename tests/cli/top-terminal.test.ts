// @module-tag built
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readlinkSync } from 'node:fs';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { assertBuilt } from '../../build/built-from.mjs';
import { Opened } from '../proxy/setup.js';
import { exposing, snapshotAt, socketAt } from './exposing.js';
import { PROGRAM } from './program.js';

const WAIT_OPTIONS = { timeout: 20_000, interval: 20 };
const ENTER = '\u001B[?1049h\u001B[?25l';
const LEAVE = '\u001B[?25h\u001B[?1049l';

const hasScript = spawnSync('script', ['--version']).status === 0 && process.platform === 'linux';

beforeAll(() => assertBuilt());

const opened = new Opened();
const terminals: Terminal[] = [];
afterEach(async () => {
  for (const each of terminals.splice(0)) each.end();
  await opened.close();
});

/** `zmq top` on a pseudo-terminal of 80 columns and 24 rows. */
class Terminal {
  readonly #child: ChildProcess;
  readonly closed: Promise<unknown>;
  output = '';

  constructor(line: string, env: NodeJS.ProcessEnv = {}) {
    const { NO_COLOR: _, ...own } = process.env;
    // After it has ended, the shell says in which mode the terminal is.
    const command = `stty rows 24 cols 80; "${process.execPath}" "${PROGRAM}" ${line}; echo "code $?"; stty -a`;
    this.#child = spawn('script', ['-qec', command, '/dev/null'], {
      stdio: ['pipe', 'pipe', 'ignore'],
      env: { ...own, TERM: 'xterm', SHELL: '/bin/sh', ...env },
    });
    this.#child.stdin?.on('error', () => {});
    this.#child.stdout?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    this.closed = once(this.#child, 'close');
    terminals.push(this);
  }

  press(keys: string): void {
    this.#child.stdin?.write(keys);
  }

  /** The process of `zmq`. */
  get pid(): number {
    const shell = childOf(this.#child.pid ?? 0);
    return childOf(shell);
  }

  resize(columns: number, rows: number): void {
    const device = readlinkSync(`/proc/${this.pid}/fd/1`);
    expect(spawnSync('stty', ['-F', device, 'rows', `${rows}`, 'cols', `${columns}`]).status).toBe(0);
  }

  /** Whether keys are read one by one. */
  get isRaw(): boolean {
    const device = readlinkSync(`/proc/${this.pid}/fd/1`);
    return / -icanon/u.test(spawnSync('stty', ['-F', device, '-a'], { encoding: 'utf8' }).stdout);
  }

  /** What is on the screen: the last drawing that is whole, without colours. */
  get screen(): readonly string[] {
    const drawings = this.output.split('\u001B[H').slice(1);
    const last = drawings.filter((text) => text.includes('\u001B[J')).at(-1) ?? '';
    // oxlint-disable-next-line no-control-regex -- what a terminal is sent
    const text = last.slice(0, last.indexOf('\u001B[J')).replaceAll(/\u001B\[[\d;]*[A-Za-z]/gu, '');
    // The terminal makes one more CR of each LF.
    return text.split(/\r+\n/u);
  }

  async shows(pattern: RegExp): Promise<void> {
    await vi.waitFor(() => expect(this.screen.join('\n')).toMatch(pattern), WAIT_OPTIONS);
  }

  /** Lets all go on: the shell, and `script` that runs it, are stopped with `zmq`, as npx would be. */
  resume(): void {
    const shell = childOf(this.#child.pid ?? 0);
    for (const pid of [childOf(shell), shell, this.#child.pid ?? 0]) process.kill(pid, 'SIGCONT');
  }

  end(): void {
    this.#child.kill('SIGKILL');
  }
}

function childOf(pid: number): number {
  const [child = ''] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ');
  return Number(child);
}

/** `T` for a process that is stopped. */
function stateOf(pid: number): string {
  return readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /su, '')
    .slice(0, 1);
}

describe.runIf(hasScript)('XD-03 zmq top on a terminal', () => {
  let endpoint: string;
  beforeEach(async () => {
    const types = ['PUB', 'PUSH', 'ROUTER'];
    ({ endpoint } = await exposing(opened, (n) =>
      snapshotAt(
        n,
        types.map((type, index) =>
          socketAt(index + 1, {
            type,
            endpoints: [`tcp://127.0.0.1:555${index}`],
            stats: { messagesSent: n * (index + 1), peers: 1, dropped: index === 1 ? { full: 4 } : {} },
            peers: [{ endpoint: 'tcp://127.0.0.1:5550', address: 'tcp://127.0.0.1:40123', socketType: 'SUB' }],
          }),
        ),
      ),
    ));
  });

  function top(flags = '', env?: NodeJS.ProcessEnv): Terminal {
    return new Terminal(`top ${endpoint} -d 100ms ${flags}`, env);
  }

  it('draws a table of 80 columns and 24 rows, in colour', async () => {
    const terminal = top();
    await terminal.shows(/ROUTER/u);
    expect(terminal.screen).toHaveLength(24);
    expect(Math.max(...terminal.screen.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(terminal.screen[0]).toMatch(/^zmq top {2}\d\d:\d\d:\d\dZ {2}1 process, 3 sockets, by process/u);
    expect(terminal.screen[1]).toMatch(/^PROCESS +PID # TYPE +ENDPOINT +PEERS +IN\/s OUT\/s +B\/s Q-IN Q-OUT/u);
    expect(terminal.screen[23]).toMatch(/^o sort {2}s peers/u);
    expect(terminal.output).toContain('\u001B[33m');
  });

  it('without colour says the same', async () => {
    const terminal = top('', { NO_COLOR: '1' });
    await terminal.shows(/ROUTER/u);
    // oxlint-disable-next-line no-control-regex -- what a terminal is sent
    expect(terminal.output).not.toMatch(/\u001B\[\d+m/u);
  });

  it('keys sort, show peers, help, and pause', async () => {
    const terminal = top();
    await terminal.shows(/by process/u);
    terminal.press('ooooo');
    await terminal.shows(/by bytes/u);
    terminal.press('\u001B[C\u001B[C\u001B[C');
    await terminal.shows(/^PROCESS +ENDPOINT .* DROPPED +LAST EVENT/mu);
    terminal.press('\u001B[D\u001B[D\u001B[D');
    await terminal.shows(/^PROCESS +PID/mu);
    terminal.press('s');
    await terminal.shows(/^ {2}tcp:\/\/127\.0\.0\.1:40123 {2}SUB/mu);
    terminal.press('?');
    await terminal.shows(/^q +quit/mu);
    terminal.press('xp');
    await terminal.shows(/PAUSED/u);
    terminal.press('p');
    await terminal.shows(/by bytes *$/mu);
  });

  it('follows the size of the terminal', async () => {
    const terminal = top();
    await terminal.shows(/ROUTER/u);
    terminal.resize(130, 40);
    await terminal.shows(/DROPPED +LAST EVENT/u);
    expect(terminal.screen).toHaveLength(40);
    terminal.resize(40, 10);
    await vi.waitFor(() => expect(terminal.screen).toHaveLength(10), WAIT_OPTIONS);
    expect(Math.max(...terminal.screen.map((line) => line.length))).toBeLessThanOrEqual(40);
  });

  it.each([
    ['q', (terminal: Terminal) => terminal.press('q'), 0],
    ['Ctrl-C', (terminal: Terminal) => terminal.press('\u0003'), 130],
    ['SIGTERM', (terminal: Terminal) => process.kill(terminal.pid, 'SIGTERM'), 143],
    ['SIGHUP', (terminal: Terminal) => process.kill(terminal.pid, 'SIGHUP'), 129],
  ])('gives the terminal back at %s', async (_how, end, code) => {
    const terminal = top();
    await terminal.shows(/ROUTER/u);
    expect(terminal.isRaw).toBe(true);
    end(terminal);
    await terminal.closed;
    expect(terminal.output).toContain(`code ${code}`);
    const after = terminal.output.slice(terminal.output.lastIndexOf(LEAVE));
    expect(after).toMatch(/ icanon/u);
    expect(after).toMatch(/ echo /u);
    expect(after).not.toContain(ENTER);
  });

  it('-n ends after so many refreshes', async () => {
    const terminal = top('-n 3');
    await terminal.closed;
    expect(terminal.output).toContain('code 0');
    expect(terminal.output).toContain(LEAVE);
  });

  it.each([
    ['Ctrl-Z', (terminal: Terminal) => terminal.press('\u001A')],
    ['SIGTSTP', (terminal: Terminal) => process.kill(terminal.pid, 'SIGTSTP')],
  ])('gives the terminal back while it is stopped by %s, and takes it again', async (_how, stop) => {
    const terminal = top();
    await terminal.shows(/ROUTER/u);
    const { pid } = terminal;
    stop(terminal);
    await vi.waitFor(() => expect(stateOf(pid)).toBe('T'), WAIT_OPTIONS);
    const device = readlinkSync(`/proc/${pid}/fd/1`);
    expect(spawnSync('stty', ['-F', device, '-a'], { encoding: 'utf8' }).stdout).toMatch(/ icanon/u);
    terminal.resume();
    await vi.waitFor(() => expect(terminal.output.split(ENTER)).toHaveLength(3), WAIT_OPTIONS);
    expect(terminal.output).toContain(LEAVE + ENTER);
    expect(terminal.isRaw).toBe(true);
    terminal.press('q');
    await terminal.closed;
    expect(terminal.output).toContain('code 0');
  });
});
