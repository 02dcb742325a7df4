import { execFileSync } from 'node:child_process';
import { mkdtemp, open, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { END, HEADER } from '../recording/setup.js';
import { begin, zmq } from './in-process.js';

let folder = '';
let file = '';
const MESSAGES = '{"t":1000,"f":["a","1"]}\n{"t":2000000,"f":["b\\u001b]0;title\\u0007"]}\n';
const RECORDING = `${HEADER}${MESSAGES}${END}`;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zeromq-ts-rec-'));
  file = join(folder, 'a.zmqrec.jsonl');
  await writeFile(file, RECORDING);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('XR-15 rec info', () => {
  it('says what is in a recording, and shows no control characters of it (XA-01)', async () => {
    const { code, stdout, stderr } = await zmq(['rec', 'info', file]);
    expect({ code, stderr }).toStrictEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('messages   2 (');
    expect(stdout).toContain('duration   1.999000 s');
    expect(stdout).toContain(String.raw`1 × b\x1b]0;title\x07`);
    expect(stdout).toContain('cut off    no');
  });

  it('XA-01 shows no control characters of a header', async () => {
    const header = HEADER.replace('"PULL"', String.raw`"P\u001b]0;title\u0007"`);
    const { stdout } = await zmq(['rec', 'info', '-'], { stdin: `${header}${END}` });
    expect(stdout).toContain(String.raw`types      P\x1b]0;title\x07`);
  });

  it('with --json is one object', async () => {
    const { stdout } = await zmq(['rec', 'info', '--json', file]);
    expect(JSON.parse(stdout)).toMatchObject({
      messages: 2,
      duration: 1.999,
      cutOff: false,
      first: '2026-11-26T07:10:14.726287Z',
      types: ['PULL'],
    });
  });

  it('reads stdin', async () => {
    expect((await zmq(['rec', 'info', '-'], { stdin: RECORDING })).stdout).toContain('messages   2');
    expect((await zmq(['rec', 'info', '-', file], { stdin: RECORDING })).code).toBe(2);
    const lossy = `${HEADER}{"end":{"t":9,"count":0,"dropped":3,"droppedEvents":4,"bytes":0,"reason":"closed"}}\n`;
    expect((await zmq(['rec', 'info', '-'], { stdin: lossy })).stdout).toContain('dropped    3, and 4 events\n');
  });

  it('XR-07 puts the files of a recording that rotates into order', async () => {
    const parts = [2, 1].map((seq) => join(folder, `part${seq}.zmqrec.jsonl`));
    for (const [at, part] of parts.entries()) {
      const header = HEADER.replace('"zmqrec":1,', `"zmqrec":1,"seq":${2 - at},`);
      await writeFile(part, `${header}{"t":${(2 - at) * 1000},"f":["a"]}\n${END}`);
    }
    const { stdout } = await zmq(['rec', 'info', '--json', ...parts]);
    expect(JSON.parse(stdout)).toMatchObject({ messages: 2, badTimes: 0, segments: 2 });
  });

  it('XM-08 warns of a recording that is cut off and ends with 0; with --strict, with 1', async () => {
    await writeFile(file, RECORDING.slice(0, -10));
    const { code, stderr, stdout } = await zmq(['rec', 'info', file]);
    expect(code).toBe(0);
    expect(stderr).toContain('cut off after line 3');
    expect(stdout).toContain('cut off    yes');
    const strict = await zmq(['rec', 'info', '--strict', file]);
    expect(strict.code).toBe(1);
    expect(strict.stderr).toContain('cut off');
  });

  it.each([
    ['XM-09 of another version', '{"zmqrec":2}\n', 'version'],
    ['XM-09 without a header', MESSAGES, 'Line 1'],
    ['XM-10 with text as a time', `${HEADER}{"t":"1","f":["a"]}\n`, 'Line 2'],
    ['that is empty', '', 'empty'],
  ])('%s ends with 1, and names the file', async (_what, text, reason) => {
    await writeFile(file, text);
    const { code, stderr } = await zmq(['rec', 'info', file]);
    expect(code).toBe(1);
    expect(stderr).toContain(file);
    expect(stderr).toContain(reason);
  });

  it('says that a file is not there', async () => {
    const { code, stderr } = await zmq(['rec', 'info', join(folder, 'none')]);
    expect(code).toBe(1);
    expect(stderr).toContain('no such file');
    expect((await zmq(['rec', 'info'])).code).toBe(2);
  });
});

describe('recordings that can be read once', () => {
  it.runIf(process.platform !== 'win32')('XR-15 a pipe is read as a file is, and replayed once', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const info = zmq(['rec', 'info', pipe]);
    await writeFile(pipe, RECORDING);
    expect(await info).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('messages   2 (') });
    const twice = await zmq(['replay', pipe, 'tcp://127.0.0.1:1', '--loop', '2']);
    expect(twice).toMatchObject({ code: 2, stderr: expect.stringContaining(`${pipe} can be replayed once`) });
  });

  it.runIf(process.platform !== 'win32')('a pipe that no one writes to is left at an interruption', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const running = begin(['rec', 'info', pipe]);
    running.interrupt();
    expect((await running.outcome).code).toBe(130);
    // Whatever still waits to open the pipe does so now; opening it like this does not wait.
    await (await open(pipe, 'r+')).close();
  });
});

describe('XR-15 rec cut, merge, convert', () => {
  it.each([
    ['cut', []],
    ['merge', []],
    ['convert', ['--to', 'jsonl']],
  ])('%s never writes over what it reads, whatever it is called', async (command, more) => {
    const link = join(folder, 'link.jsonl');
    await symlink(file, link);
    for (const [input, output] of [
      [file, file],
      [link, file],
      [file, join(folder, '.', 'a.zmqrec.jsonl')],
    ] as const) {
      const { code, stderr } = await zmq(['rec', command, input, '-o', output, '--force', ...more]);
      expect({ code, stderr }).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('give --output another file'),
      });
    }
    expect(await readFile(file, 'utf8')).toBe(RECORDING);
  });

  it('XA-01 write no control characters to a terminal, and what they write has the same values', async () => {
    const evil = 'a\u009b31m\u202eb\u007f';
    await writeFile(file, `${HEADER}${JSON.stringify({ t: 1, f: [evil] })}\n${END}`);
    for (const more of [['cut'], ['merge'], ['convert', '--to', 'csv']]) {
      const { stdout } = await zmq(['rec', more[0] ?? '', file, ...more.slice(1)], { isTerminal: true });
      expect(stdout).toContain(String.raw`a\u009b31m\u202eb\u007f`);
      expect(stdout).not.toMatch(/[\u007f-\u009f\u202e]/u);
    }
    const { stdout } = await zmq(['rec', 'cut', file], { isTerminal: true });
    expect(JSON.parse(stdout.split('\n')[1] ?? '')).toStrictEqual({ t: 1, f: [evil] });
    // Elsewhere it is as it was recorded.
    expect((await zmq(['rec', 'cut', file])).stdout).toContain(evil);
    const binary = await zmq(['rec', 'convert', file, '--to', 'mcap'], { isTerminal: true });
    expect(binary).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('not for a terminal') });
  });

  it('cut writes a part to stdout, or to a file that is compressed by its suffix and readable by its owner alone', async () => {
    const cut = await zmq(['rec', 'cut', file, '--from', '1s']);
    expect(cut).toMatchObject({ code: 0, stderr: '' });
    expect(cut.stdout.split('\n').slice(1, 3)).toStrictEqual([
      MESSAGES.split('\n')[1],
      '{"end":{"t":2000000,"count":1,"dropped":0,"bytes":11,"reason":"closed"}}',
    ]);
    const output = join(folder, 'cut.zmqrec.jsonl.gz');
    expect(await zmq(['rec', 'cut', file, '-s', 'a', '-o', output])).toMatchObject({ code: 0, stdout: '' });
    expect(gunzipSync(await readFile(output)).toString()).toContain('{"t":1000,"f":["a","1"]}');
    expect((await stat(output)).mode & 0o777).toBe(0o600);
  });

  it('XR-08 do not overwrite a file without --force', async () => {
    const output = join(folder, 'there');
    await writeFile(output, 'precious');
    const { code, stderr } = await zmq(['rec', 'cut', file, '-o', output]);
    expect(code).toBe(1);
    expect(stderr).toContain('--force');
    expect(await readFile(output, 'utf8')).toBe('precious');
    expect((await zmq(['rec', 'cut', file, '-o', output, '--force'])).code).toBe(0);
    expect(await readFile(output, 'utf8')).toContain('zmqrec');
  });

  it('cut by the time of day, which needs a zone', async () => {
    const { stdout } = await zmq(['rec', 'cut', file, '--to', '2026-11-26T07:10:15Z']);
    expect(stdout).toContain('"count":1,');
    expect((await zmq(['rec', 'cut', file, '--to', '2026-11-26T07:10:15'])).code).toBe(2);
    expect((await zmq(['rec', 'cut', file, '--from', 'noon'])).code).toBe(2);
  });

  it('merge puts messages into the order of their times', async () => {
    const other = join(folder, 'b.zmqrec.jsonl');
    await writeFile(other, `${HEADER}{"t":1500,"f":["between"]}\n${END}`);
    const { stdout, code } = await zmq(['rec', 'merge', file, other]);
    expect(code).toBe(0);
    const times = stdout
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { t?: number }).t);
    expect(times.slice(1, -1)).toStrictEqual([1000, 1500, 2_000_000]);
  });

  it('convert writes what --to or the suffix says', async () => {
    const csv = await zmq(['rec', 'convert', file, '--to', 'csv']);
    expect(csv.stdout.split('\r\n')[1]).toBe('2026-11-26T07:10:14.726287Z,,,2,2,"[""a"",""1""]"');
    const output = join(folder, 'a.mcap');
    expect((await zmq(['rec', 'convert', file, '-o', output])).code).toBe(0);
    expect((await readFile(output)).subarray(1, 5).toString()).toBe('MCAP');
    expect(await zmq(['rec', 'convert', file])).toMatchObject({ code: 2 });
    expect(await zmq(['rec', 'convert', file, '--to', 'pcap'])).toMatchObject({ code: 2 });
  });
});
