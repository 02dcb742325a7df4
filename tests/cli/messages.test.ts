import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { run } from '@zeromq-ts/cli';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readJSONLine } from '../../packages/cli/src/messages/json-message.js';
import { lengthPrefixed, readLengthPrefixed } from '../../packages/cli/src/messages/length-prefixed.js';
import { readQuotedLine } from '../../packages/cli/src/messages/quoted-line.js';
import { messageText } from '../../packages/cli/src/messages/message-text.js';
import { framesToJSON } from '../../packages/cli/src/messages/json-message.js';
import { begin, bound, zmq } from './in-process.js';

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zmq-cli-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const anyFrames = fc.array(fc.uint8Array({ maxLength: 30 }), { minLength: 1, maxLength: 5 });

const bytesOf = (frames: readonly Uint8Array[]): number[][] => frames.map((frame) => [...frame]);

async function* chunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** What `zmq pull` prints of what `zmq push` was given. */
async function through(
  push: readonly string[],
  pull: readonly string[],
  { stdin, count = 1 }: { readonly stdin?: string | Uint8Array; readonly count?: number } = {},
): Promise<string> {
  const pulling = await bound(['pull', 'tcp://127.0.0.1:*', '-n', String(count), '-t', '10s', ...pull]);
  const { code, stderr } = await zmq(['push', pulling.endpoint, ...push], stdin === undefined ? {} : { stdin });
  expect([code, stderr]).toEqual([0, expect.not.stringContaining('error')]);
  return (await pulling.outcome).stdout;
}

/** How `zmq push` ends with what is wrong. */
async function refused(push: readonly string[], stdin?: string | Uint8Array): Promise<readonly [number, string]> {
  const given = stdin === undefined ? {} : { stdin };
  const { code, stderr } = await zmq(['push', 'tcp://127.0.0.1:9', '--no-wait', '-l', '0', '-q', ...push], given);
  return [code, stderr.split('\n')[0] ?? ''];
}

describe('what is printed is read back', () => {
  it('XO-02 as text, with --input quoted', () => {
    fc.assert(
      fc.property(anyFrames, (frames) => {
        expect(bytesOf(readQuotedLine(Buffer.from(messageText(frames)), 1))).toEqual(bytesOf(frames));
      }),
      { numRuns: 500 },
    );
  });

  it('XO-04 as JSON, with --input jsonl', () => {
    fc.assert(
      fc.property(anyFrames, (frames) => {
        const line = Buffer.from(JSON.stringify({ n: 1, frames: framesToJSON(frames) }));
        expect(bytesOf(readJSONLine(line, 1).frames)).toEqual(bytesOf(frames));
      }),
      { numRuns: 500 },
    );
  });

  it('with lengths, in chunks of any size', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyFrames, { maxLength: 4 }),
        fc.integer({ min: 1, max: 50 }),
        async (messages, size) => {
          const all = Buffer.concat(messages.map((frames) => lengthPrefixed(frames)));
          const read: number[][][] = [];
          for await (const { frames } of readLengthPrefixed(chunks(all, size), 1000)) read.push(bytesOf(frames));
          expect(read).toEqual(messages.map((frames) => bytesOf(frames)));
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('XI-01 frames as arguments', () => {
  it('are text, hexadecimal digits, base64, or files', async () => {
    writeFileSync(join(folder, 'frame'), Uint8Array.of(0, 255));
    expect(await through(['a', '', '@c'], [])).toBe('a\t\t@c\n');
    expect(await through(['--hex', '00ff', 'C3A4'], [])).toBe('\\x00\\xff\tä\n');
    expect(await through(['--base64', 'AP8='], [])).toBe('\\x00\\xff\n');
    expect(await through(['a', '--file', join(folder, 'frame'), '--file', '-'], [], { stdin: 'b\n' })).toBe(
      'a\t\\x00\\xff\tb\\n\n',
    );
    expect(await through(['--', '-n', '--json', 'tcp://a:1'], [])).toBe('-n\t--json\ttcp://a:1\n');
  });

  it.each(['pub', 'push', 'req', 'dealer', 'pair', 'xpub'])(
    'from a file that cannot be read end %s before it waits for a peer',
    async (command) => {
      const { code, stderr } = await zmq([command, '>tcp://127.0.0.1:9', '--file', join(folder, 'missing')]);
      expect([code, stderr]).toEqual([
        1,
        expect.stringMatching(/^error: .*missing: there is no such file or folder\.\n/u),
      ]);
      const ofFolder = await zmq([command, '>tcp://127.0.0.1:9', '--file', folder]);
      expect(ofFolder).toMatchObject({ code: 1, stderr: `error: --file ${folder} is a folder.\n` });
    },
  );

  it('XM-02 that are malformed end with 2', async () => {
    for (const bad of ['abc', 'zz', '0x00', '0 1']) expect((await refused(['--hex', bad]))[0]).toBe(2);
    for (const bad of ['AP8', 'AP8!', 'AP=8', 'AP8=\n', 'AQ==AQ=='])
      expect((await refused(['--base64', bad]))[0]).toBe(2);
  });

  it('XM-14 that were no UTF-8 end with 2, unless U+FFFD is meant', async () => {
    expect(await refused(['\uFFFD'])).toEqual([
      2,
      'error: An argument has bytes that are not UTF-8, or the character U+FFFD.',
    ]);
    expect(await through(['\uFFFD', '--allow-replacement'], [])).toBe('\uFFFD\n');
  });
});

describe('XI-02 stdin', () => {
  it('is a message for each line; bytes stay bytes, and a last line without LF counts', async () => {
    const stdin = Buffer.concat([Buffer.from('one\r\n\n'), Uint8Array.of(0xff, 0xfe, 0x00), Buffer.from('\nlast')]);
    expect(await through([], [], { stdin, count: 4 })).toBe('one\\r\n\n\\xff\\xfe\\x00\nlast\n');
    expect(await through(['--crlf', '--skip-empty'], [], { stdin: 'one\r\n\ntwo\r\n', count: 2 })).toBe('one\ntwo\n');
    expect(await through(['--hex'], [], { stdin: '00ff\n' })).toBe('\\x00\\xff\n');
  });

  it('XI-03 has a frame for each part of a line between --delimiter', async () => {
    const split = (delimiter: string, stdin: string, ...more: string[]): Promise<string> =>
      through(['--delimiter', delimiter, ...more], [], { stdin, count: 2 });
    expect(await split(';', 'a;b;\nc\n')).toBe('a\tb\t\nc\n');
    expect(await split(String.raw`\x00\t`, 'a\0\tb\n\0\n')).toBe('a\tb\n\\x00\n');
    expect(await split('', 'a;b\n\n')).toBe('a;b\n\n');
    expect(await split('::', '::\n\n:', '--skip-empty')).toBe('\t\n:\n');
    expect(await split(',', '00,ff\n,\n', '--hex')).toBe('\\x00\t\\xff\n\t\n');
    expect(await split(',', 'a,b\0c', '--input', 'nul')).toBe('a\tb\nc\n');
    expect(await refused(['--delimiter', String.raw`\q`], 'a\n')).toEqual([2, expect.stringContaining('--delimiter')]);
  });

  it('XM-07 keeps NUL in a line, and a line without LF is one message', async () => {
    expect(await through([], [], { stdin: 'a\0b\n\0\n', count: 2 })).toBe('a\\x00b\n\\x00\n');
    const long = 'x'.repeat(2 ** 20);
    expect(await through([], [], { stdin: long })).toBe(`${long}\n`);
    expect(await through([], [], { stdin: 'a\0b' })).toBe('a\\x00b\n');
  });

  it.each(['lines', 'nul', 'quoted', 'jsonl', 'eof'])(
    'XM-07, XI-04 a message of 64 MiB in %s ends with 1 at the limit, and nothing is read beyond it',
    async (input) => {
      const MIB = 2 ** 20;
      let read = 0;
      const stdin = Readable.from(
        (function* line(): Generator<Buffer> {
          for (; read < 64; read++) yield Buffer.alloc(MIB, 'x');
        })(),
      );
      const line = ['push', 'tcp://127.0.0.1:9', '--no-wait', '-l', '0', '-q', '--input', input];
      const [stdout, stderr] = [new PassThrough(), new PassThrough()];
      const { signal } = new AbortController();
      expect(await run(line, { stdin, stdout, stderr, env: {}, signal })).toBe(1);
      const where = input === 'eof' ? 'The input' : 'Line 1 of the input';
      expect(`${stderr.read()}`).toContain(`error: ${where} is longer than ${16 * MIB} bytes`);
      // The limit, the chunk that is beyond it, and what the stream has read ahead.
      expect(read).toBeLessThan(16 + 1 + 17);
    },
  );

  it('XM-07 a line of 64 MiB is sent whole where both sides allow it', async () => {
    const size = 64 * 2 ** 20;
    const stdin = Buffer.alloc(size + 1, 'x');
    stdin[size] = 10;
    const most = ['--max-message-size', '65MiB'];
    expect(await through(['--max-input-size', '64MiB'], ['--only-size', ...most], { stdin })).toBe(`${size}\n`);
  });

  it('XM-06 keeps a byte order mark in lines, and skips it in jsonl', async () => {
    expect(await through([], [], { stdin: '\uFEFFa\n' })).toBe('\uFEFFa\n');
    expect(await through(['--input', 'jsonl'], [], { stdin: '\uFEFF["a"]\n' })).toBe('a\n');
  });

  it('is one message, or ends with NUL', async () => {
    expect(await through(['--input', 'eof'], [], { stdin: 'a\nb\n' })).toBe('a\\nb\\n\n');
    expect(await through(['--input', 'nul'], [], { stdin: 'a\nb\0c\0', count: 2 })).toBe('a\\nb\nc\n');
  });

  it('XM-01, XM-03 that is malformed jsonl ends with 1, line and column', async () => {
    for (const [line, text] of [
      ['nothing', /Line 2, column \d+ of the input: it is not JSON/u],
      ['5', /Line 2, column 1 of the input: a message is an array/u],
      ['[5]', /frame 0 is neither text nor/u],
      ['[]', /at least one frame/u],
      ['{"frames":[{"text":"a"}]}', /frame 0 is neither text nor/u],
      ['{"frames":[{"base64":"AP8"}]}', /frame 0 is not base64 with its padding/u],
      [String.raw`["\ud800"]`, /half a surrogate pair/u],
      ['{"frames":"a"}', /a message is an array/u],
    ] as const) {
      const [code, error] = await refused(['--input', 'jsonl'], `["fine"]\n${line}\n`);
      expect([line, code, error]).toEqual([line, 1, expect.stringMatching(text)]);
    }
  });

  it('XM-01 leaves malformed lines out with --skip-bad, and counts them', async () => {
    const pull = await bound(['pull', 'tcp://127.0.0.1:*', '-n', '2', '-t', '10s']);
    const { code, stderr } = await zmq(['push', pull.endpoint, '--input', 'jsonl', '--skip-bad'], {
      stdin: '["a"]\nbad\n["b"]\n',
    });
    expect([code, stderr]).toEqual([0, expect.stringContaining('warning: 1 malformed line was left out')]);
    expect((await pull.outcome).stdout).toBe('a\nb\n');
  });

  it('XM-04 takes the last of duplicate members, and __proto__ is a name as any other', () => {
    expect(bytesOf(readJSONLine(Buffer.from('{"frames":["a"],"frames":["b"],"__proto__":{"x":1}}'), 1).frames)).toEqual(
      [[98]],
    );
    expect(({} as { x?: unknown }).x).toBeUndefined();
  });

  it('XM-05 with lengths that are wrong ends with 1, before anything is allocated', async () => {
    const uint32 = (value: number): Buffer => {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(value);
      return bytes;
    };
    const input = (...parts: Uint8Array[]): Promise<readonly [number, string]> =>
      refused(['--input', 'length'], Buffer.concat(parts));
    expect(await input(uint32(1), uint32(0xffffffff))).toEqual([
      1,
      expect.stringContaining('has more than 16777216 bytes'),
    ]);
    expect(await input(uint32(1), uint32(10), Buffer.from('abc'))).toEqual([
      1,
      expect.stringContaining('7 of 10 bytes are missing'),
    ]);
    expect(await input(uint32(0))).toEqual([1, expect.stringContaining('number of frames')]);
    expect(await input(Buffer.from([0, 0]))).toEqual([1, expect.stringContaining('2 of 4 bytes are missing')]);
  });

  it('XM-07, XI-04 has lines of a limited length', async () => {
    const [code, error] = await refused(['--max-input-size', '1KiB'], `short\n${'a'.repeat(2000)}\n`);
    expect([code, error]).toEqual([1, 'error: Line 2 of the input is longer than 1024 bytes.']);
    expect(await through(['--max-input-size', '2KB'], ['--only-size'], { stdin: 'a'.repeat(2000) })).toBe('2000\n');
  });
});

describe('all of stdin', () => {
  const readers = [
    ['push', 'tcp://127.0.0.1:9', '--no-wait', '-l', '0', '--file', '-'],
    ['pair', 'tcp://127.0.0.1:9', '--file', '-'],
    ['pull', 'tcp://127.0.0.1:9', '--plain-user', 'anna', '--password-file', '-'],
    ['rec', 'info', '-'],
    ['replay', '-', 'tcp://127.0.0.1:9'],
  ];

  it.each(readers)('XC-04 is waited for no longer when it is interrupted: %s %s', async (...argv) => {
    const running = begin(argv);
    await new Promise<void>((resolve) => {
      running.stdin.on('newListener', (name) => {
        if (name === 'readable') resolve();
      });
    });
    running.interrupt();
    expect(await running.outcome).toMatchObject({ code: 130 });
  });

  it('XI-04 as a frame has a limited length', async () => {
    const [code, error] = await refused(['--file', '-', '--max-input-size', '1KiB'], 'a'.repeat(2000));
    expect([code, error]).toEqual([1, expect.stringContaining('longer than 1024 bytes')]);
  });
});

describe('how messages are printed', () => {
  it('XO-03 raw, with a delimiter and a terminator', async () => {
    expect(await through(['a', 'b'], ['-o', 'raw'])).toBe('ab\n');
    expect(
      await through(['a', 'b'], ['-o', 'raw', '--delimiter', String.raw`\t`, '--terminator', String.raw`\0`]),
    ).toBe('a\tb\0');
  });

  it('XO-04 as JSON: a frame is text exactly if it is UTF-8', async () => {
    const stdout = await through(['--hex', '6162', 'ff', '1b5d'], ['--json']);
    expect(JSON.parse(stdout)).toEqual({
      n: 1,
      t: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/u),
      peer: expect.stringMatching(/^tcp:/u),
      frames: ['ab', { base64: '/w==' }, '\u001B]'],
    });
    expect(JSON.parse(await through(['topic', '{"a":1}'], ['--json', '--json-body']))).toMatchObject({
      frames: ['topic'],
      json: { a: 1 },
    });
    expect(JSON.parse(await through(['topic', '{"a"'], ['--json', '--json-body']))).toMatchObject({
      frames: ['topic', '{"a"'],
    });
  });

  it('XO-05 in a form of its own', async () => {
    expect(await through(['a', 'b\tc'], ['--format', String.raw`%n %c %s %0|%b|%f%%\x21`])).toBe(
      '1 2 4 a|b\\tc|a\tb\\tc%!\n',
    );
  });

  it.each(['%', '%q', String.raw`\x4`, String.raw`\q`])(
    'XM-11 the form %j ends with 2 at the start',
    async (format) => {
      expect((await zmq(['pull', 'tcp://127.0.0.1:*', '--format', format])).code).toBe(2);
    },
  );

  it('XO-06 in hexadecimal, or not at all', async () => {
    expect(await through(['hello'], ['-o', 'hex'])).toMatch(
      /^message 1, .*\nframe 0, 5 bytes\n {2}00000000 {2}68 65 6c 6c 6f +hello\n$/u,
    );
    expect(await through(['hello'], ['-o', 'none'])).toBe('');
  });

  it('XO-07 as files, with names that are numbers', async () => {
    const dump = join(folder, 'dump');
    await through(['../../name', 'b'], ['--dump', dump]);
    expect(readdirSync(dump)).toEqual(['000001.bin', '000001.json']);
    expect(readFileSync(join(dump, '000001.bin'), 'utf8')).toBe('../../nameb');
    expect(JSON.parse(readFileSync(join(dump, '000001.json'), 'utf8'))).toEqual({ frames: ['../../name', 'b'] });
    expect(statSync(join(dump, '000001.bin')).mode & 0o777).toBe(0o600);
    // XA-05: what is there is kept.
    const again = await bound(['pull', 'tcp://127.0.0.1:*', '-n', '1', '--dump', dump]);
    await zmq(['push', again.endpoint, 'other']);
    expect((await again.outcome).code).toBe(1);
    expect(readFileSync(join(dump, '000001.bin'), 'utf8')).toBe('../../nameb');
  });

  it('XO-13 with a time, or in part', async () => {
    expect(await through(['abcdef'], ['--timestamp', '--delta', '--head', '3'])).toMatch(
      /^\d{4}-\S+Z\t0\.000000\tabc\n$/u,
    );
  });

  it('XO-14 as --match and --skip choose', async () => {
    const stdin = 'one\ntwo\nthree\nfour\n';
    expect(await through([], ['--match', '^t', '--skip', 'ee'], { stdin })).toBe('two\n');
    expect((await zmq(['pull', 'tcp://127.0.0.1:*', '--match', '('])).code).toBe(2);
  });
});

describe('XO-15 --exec', () => {
  it('gives each message to a program, without a shell', async () => {
    expect(await through(['$(id)', '; ls'], ['--delimiter', '|', '--exec', 'cat'])).toBe('$(id)|; ls');
    expect(
      await through(['topic', 'x'], ['--exec', process.execPath, '-p', 'process.env.ZMQ_N + process.env.ZMQ_TOPIC']),
    ).toBe('1topic\n');
  });

  it.each([
    ['pull', 'tcp://127.0.0.1:*'],
    ['rep', 'tcp://127.0.0.1:*'],
    ['router', 'tcp://127.0.0.1:*'],
    ['dealer', 'tcp://127.0.0.1:9'],
    ['pipe', 'pull', 'tcp://127.0.0.1:*', 'push', 'tcp://127.0.0.1:9'],
  ])('without such a program ends with 2 before it binds or connects: %s', async (...line) => {
    const env = { PATH: process.env['PATH'] ?? '' };
    for (const program of ['/no/such/program', 'no-such-program', import.meta.dirname, import.meta.filename]) {
      const { code, stderr } = await zmq([...line, '--exec', program], { env });
      expect([code, stderr]).toEqual([2, expect.stringContaining(`error: --exec: there is no program "${program}"`)]);
      expect(stderr).not.toMatch(/^(?:bound|connecting)/mu);
    }
  });

  it('ends with 9 when it fails, and goes on with --on-error skip', async () => {
    const ends = async (...flags: string[]): Promise<readonly [number, string]> => {
      const pull = await bound(['pull', 'tcp://127.0.0.1:*', '-n', '1', ...flags]);
      await zmq(['push', pull.endpoint, 'a']);
      const { code, stderr } = await pull.outcome;
      return [code, stderr];
    };
    expect(await ends('--exec', 'false')).toEqual([9, expect.stringContaining('error: false has ended with 1.')]);
    expect(await ends('--on-error', 'skip', '--exec', 'false')).toEqual([
      0,
      expect.stringContaining('warning: false has ended with 1.'),
    ]);
  });

  it.each([[[]], [['--parallel', '3']]])('a failure ends it at once, without another message: %j', async (flags) => {
    const pull = await bound(['pull', 'tcp://127.0.0.1:*', ...flags, '--exec', 'false']);
    await zmq(['push', pull.endpoint, 'a']);
    expect(await pull.outcome).toMatchObject({
      code: 9,
      stderr: expect.stringContaining('error: false has ended with 1.'),
    });
  });

  it.each(['pull', 'rep', 'router'])(
    'XC-04 %s does not wait longer for a program than for its linger',
    async (type) => {
      // A child of the program holds its stdout open.
      const script = 'echo >&2 started; sleep 15 & wait';
      const running = await bound([type, 'tcp://127.0.0.1:*', '-l', '20ms', '--exec', 'sh', '-c', script]);
      const sending = begin([
        type === 'pull' ? 'push' : type === 'rep' ? 'req' : 'dealer',
        running.endpoint,
        'a',
        '-q',
      ]);
      await running.said(/started/u);
      running.interrupt();
      expect(await running.outcome).toMatchObject({ code: 130 });
      sending.interrupt();
      await sending.outcome;
    },
  );

  it('XC-04 a program that ends within the linger is written whole', async () => {
    const script = 'echo >&2 started; read line < "$0"; echo "$line"';
    const fifo = join(folder, 'fifo');
    execFileSync('mkfifo', [fifo]);
    const pull = await bound(['pull', 'tcp://127.0.0.1:*', '--exec', 'sh', '-c', script, fifo]);
    await zmq(['push', pull.endpoint, 'a']);
    await pull.said(/started/u);
    pull.interrupt();
    writeFileSync(fifo, 'done\n');
    expect(await pull.outcome).toMatchObject({ stdout: 'done\n' });
  });

  it('runs as many at once as --parallel says, and no more', async () => {
    const script = 'read line; echo + >> "$0"; sleep 0.05; echo - >> "$0"';
    const log = join(folder, 'log');
    await through([], ['--delimiter', '', '--parallel', '3', '--exec', 'sh', '-c', script, log], {
      stdin: 'a\nb\nc\nd\ne\nf\n',
      count: 6,
    });
    let running = 0;
    const counts = readFileSync(log, 'utf8')
      .trim()
      .split('\n')
      .map((sign) => (running += sign === '+' ? 1 : -1));
    expect(Math.max(...counts)).toBeLessThanOrEqual(3);
    expect(Math.max(...counts)).toBeGreaterThan(1);
    expect(counts.at(-1)).toBe(0);
  });
});
