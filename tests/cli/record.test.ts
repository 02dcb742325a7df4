// @module-tag built
// @module-tag slow
import { spawn, spawnSync } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Message } from '@zeromq-ts/core';
import { ZMQDealer } from '@zeromq-ts/dealerrouter';
import { ZMQPublisher, ZMQSubscriber } from '@zeromq-ts/pubsub';
import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
import { ZMQReply, ZMQRequest } from '@zeromq-ts/reqrep';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { assertBuilt } from '../../build/built-from.mjs';
import { ANYWHERE, Opened } from '../proxy/setup.js';
import { END, entriesIn, HEADER, messagesIn } from '../recording/setup.js';
import { begin, zmq } from './in-process.js';
import { PROGRAM, start, zmqProgram } from './program.js';

assertBuilt();

const opened = new Opened();
let folder = '';
let file = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zeromq-ts-record-'));
  file = join(folder, 'a.zmqrec.jsonl');
});
afterEach(async () => {
  await opened.close();
  await rm(folder, { recursive: true, force: true });
});

const read = (path = file) => messagesIn(createReadStream(path));

async function publisher(): Promise<{ readonly pub: ZMQPublisher; readonly endpoint: string }> {
  const pub = opened.add(new ZMQPublisher(undefined, { sendHighWaterMark: 0 }));
  return { pub, endpoint: await pub.bind(ANYWHERE) };
}

function recordingOf(...frames: readonly (readonly string[])[]): string {
  return `${HEADER}${frames.map((each, n) => `${JSON.stringify({ t: n * 1000, f: each })}\n`).join('')}${END}`;
}

describe('record', () => {
  it('XR-01 … XR-04 subscribes and writes what it receives, to a file for its owner alone', async () => {
    const { pub, endpoint } = await publisher();
    const recording = zmq(['record', endpoint, '-s', 'a', '-o', file, '-n', '2']);
    await pub.subscribed('a');
    await pub.send(['b', 'not wanted']);
    await pub.send(['a', Buffer.of(255)]);
    await pub.send(['a', '']);
    const { code, stdout, stderr } = await recording;
    expect({ code, stdout }).toStrictEqual({ code: 0, stdout: '' });
    expect(stderr).toContain('recorded 2 messages (3 bytes), dropped 0');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const entries = await entriesIn(createReadStream(file));
    expect(entries[0]).toMatchObject({ kind: 'header', type: 'SUB', endpoints: [endpoint], topics: ['a'] });
    expect(entries[0]).toMatchObject({ tool: expect.stringMatching(/^zmq \d/) });
    expect(entries.at(-1)).toMatchObject({ kind: 'end', count: 2, reason: 'count' });
    expect((await read()).map(({ frames }) => frames.map(String))).toStrictEqual([
      ['a', String(Buffer.of(255))],
      ['a', ''],
    ]);
  });

  it('XR-04 takes from a PUSH with --type pull, and from a DEALER with --type router, whose ids it keeps', async () => {
    for (const [type, socket] of [
      ['pull', new ZMQPush()],
      ['router', new ZMQDealer(undefined, { routingId: 'anna' })],
    ] as const) {
      const path = join(folder, `${type}.zmqrec.jsonl`);
      const program = start(['record', ANYWHERE, '--type', type, '-o', path, '-n', '1']);
      opened.add(socket).connect((await program.said(/bound (\S+)/))[1] as string);
      await socket.send('hello');
      expect((await program.ended).code).toBe(0);
      expect(await read(path)).toMatchObject([
        { frames: [Buffer.from('hello')], ...(type === 'router' ? { routingId: Buffer.from('anna') } : {}) },
      ]);
    }
  });

  it('XR-08 SIGINT writes the end, and the shell sees the signal', async () => {
    const { pub, endpoint } = await publisher();
    const program = start(['record', endpoint, '-o', file]);
    await pub.subscribed();
    await pub.send('hello');
    await fileHas(file, 'hello');
    program.child.kill('SIGINT');
    expect((await program.ended).signal).toBe('SIGINT');
    const entries = await entriesIn(createReadStream(file), { strict: true });
    expect(entries.at(-1)).toMatchObject({ kind: 'end', count: 1, reason: 'aborted' });
  });

  it.each(['a.zmqrec.jsonl', 'a.zmqrec.jsonl.gz'])('XR-06 killed, it leaves what it has flushed: %s', async (name) => {
    const path = join(folder, name);
    const { pub, endpoint } = await publisher();
    const program = start(['record', endpoint, '-o', path, '--flush', '10ms']);
    await pub.subscribed();
    for (let n = 0; n < 1000; n++) await pub.send(`message ${n}`);
    // Of the compressed one, until it has messages: its header is flushed alone.
    while ((await read(path).catch(() => [])).length === 0) await turn();
    program.child.kill('SIGKILL');
    expect((await program.ended).signal).toBe('SIGKILL');
    const entries = await entriesIn(createReadStream(path));
    const texts = entries.flatMap((entry) => (entry.kind === 'message' ? [`${entry.frames[0]}`] : []));
    expect(texts.length).toBeGreaterThan(0);
    expect(texts).toStrictEqual(texts.map((_, n) => `message ${n}`));
    expect(entries.at(-1)?.kind).toBe('cut-off');
  });

  it('XR-08 does not overwrite a file without --force, and continues it with --append', async () => {
    const { pub, endpoint } = await publisher();
    await writeFile(file, recordingOf(['before']));
    const refused = await zmq(['record', endpoint, '-o', file]);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('--force');
    for (const [flag, expected] of [
      ['--append', ['before', 'after']],
      ['--force', ['after']],
    ] as const) {
      const recording = zmq(['record', endpoint, '-o', file, '-n', '1', flag]);
      await pub.subscribed();
      await pub.send('after');
      expect((await recording).code).toBe(0);
      while (pub.stats().peers > 0) await turn();
      expect((await read()).map(({ frames }) => `${frames[0]}`)).toStrictEqual(expected);
    }
  });

  it.each([
    ['a file that is there', '', ['--force']],
    ['a folder that is not there', 'nowhere/', []],
  ])('XR-08 connects nothing, and takes no messages, when it cannot write: %s', async (_, within, flags) => {
    const push = opened.add(new ZMQPush());
    const endpoint = await push.bind(ANYWHERE);
    let peers = 0;
    push.on('accepted', () => peers++);
    await writeFile(file, 'not a recording');
    const path = join(folder, within, 'a.zmqrec.jsonl');
    const refused = await zmq(['record', `>${endpoint}`, '--type', 'pull', '-o', path]);
    expect({ code: refused.code, said: refused.stderr.includes(path) }).toStrictEqual({ code: 1, said: true });
    expect(refused.stderr).not.toContain('connecting');
    expect(await readFile(file, 'utf8')).toBe('not a recording');
    await mkdir(dirname(path), { recursive: true });
    const recording = zmq(['record', `>${endpoint}`, '--type', 'pull', '-o', path, '-n', '1', ...flags]);
    await push.send('kept');
    expect((await recording).code).toBe(0);
    expect((await read(path)).map(({ frames }) => `${frames[0]}`)).toStrictEqual(['kept']);
    expect(peers).toBe(1);
  });

  it('XR-08 leaves what is there, with --force too, when it cannot bind', async () => {
    const { endpoint } = await publisher();
    await writeFile(file, recordingOf(['before']));
    const other = join(folder, 'b.zmqrec.jsonl');
    for (const argv of [
      ['-o', file, '--force'],
      ['-o', other],
    ]) {
      expect((await zmq(['record', `@${endpoint}`, ...argv])).code).toBe(1);
    }
    expect(await readFile(file, 'utf8')).toBe(recordingOf(['before']));
    expect(await readdir(folder)).toStrictEqual(['a.zmqrec.jsonl']);
  });

  it('XR-07 rotates by size and keeps as many files as asked for', async () => {
    const { pub, endpoint } = await publisher();
    const recording = zmq(['record', endpoint, '-o', file, '-n', '200', '--max-size', '2KiB', '--max-files', '3']);
    await pub.subscribed();
    for (let n = 0; n < 200; n++) await pub.send(`message ${n}`);
    expect((await recording).stderr).toMatch(/in \d+ files/);
    const names = (await readdir(folder)).toSorted();
    expect(names).toHaveLength(3);
    const texts = await Promise.all(names.map((name) => read(join(folder, name))));
    expect(texts.flat().at(-1)?.frames.map(String)).toStrictEqual(['message 199']);
  });

  it('XR-06, XP-02 -o - writes to stdout: record | replay - is the same again', async () => {
    const { pub, endpoint } = await publisher();
    const sub = opened.add(new ZMQSubscriber(undefined, ''));
    const target = await sub.bind(ANYWHERE);
    const sent = Array.from({ length: 300 }, (_, n) => [
      Buffer.from(`topic ${n % 3}`),
      Buffer.of(n % 256, 10, 255),
      Buffer.alloc(0),
    ]);
    const pipe = spawn('sh', [
      '-c',
      `"$0" "$1" record "$2" -n 300 | "$0" "$1" replay - '>'"$3" --speed max`,
      process.execPath,
      PROGRAM,
      endpoint,
      target,
    ]);
    await pub.subscribed();
    for (const frames of sent) await pub.send(frames);
    const arrived: Message[] = [];
    while (arrived.length < sent.length) arrived.push(await sub.receive());
    expect(arrived.map(({ frames }) => frames)).toStrictEqual(sent);
    expect(await new Promise((resolve) => pipe.once('close', resolve))).toBe(0);
  });

  it('XR-04 --between is a proxy that takes nothing away, and records both directions', async () => {
    const server = opened.add(new ZMQReply());
    const behind = await server.bind(ANYWHERE);
    const program = start(['record', '--between', ANYWHERE, '-c', behind, '-o', file, '-n', '4', '--json']);
    const { endpoint } = JSON.parse((await program.said(/\{"event":"listening","side":"front".*\}/))[0]) as {
      endpoint: string;
    };
    const client = opened.add(new ZMQRequest(endpoint));
    for (const n of [1, 2]) {
      const asked = client.request(`question ${n}`);
      await server.receive();
      await server.send(`answer ${n}`);
      expect(`${await asked}`).toBe(`answer ${n}`);
    }
    expect((await program.ended).code).toBe(0);
    const entries = await entriesIn(createReadStream(file));
    expect(entries[0]).toMatchObject({ type: 'PROXY', options: { kind: 'queue' } });
    const messages = entries.flatMap((entry) =>
      entry.kind === 'message' ? [[entry.direction, `${entry.frames.at(-1)}`]] : [],
    );
    expect(messages).toStrictEqual([
      ['in', 'question 1'],
      ['out', 'answer 1'],
      ['in', 'question 2'],
      ['out', 'answer 2'],
    ]);
  });

  it('XA-10, XG-05 --between has the endpoints, warnings and security of a proxy', async () => {
    const server = opened.add(new ZMQReply());
    const behind = await server.bind(ANYWHERE);
    const passwords = join(folder, 'passwords');
    await writeFile(passwords, 'anna:secret\n', { mode: 0o600 });
    const endpointFile = join(folder, 'endpoints');
    const line = ['record', '--between', 'ws://127.0.0.1:*/a', '-c', behind, '-o', file, '-n', '2', '--print-endpoint'];
    const own = ['--endpoint-file', endpointFile, '--plain-server', passwords, '--secure', 'front'];
    const recording = begin([...line, ...own]);
    const [, endpoint = ''] = await recording.said(/bound (\S+) \(front\)/u);
    expect(await readFile(endpointFile, 'utf8')).toBe(`${endpoint}\n`);
    const client = opened.add(new ZMQRequest(endpoint, { plainUsername: 'anna', plainPassword: 'secret' }));
    const asked = client.request('question');
    await server.receive();
    await server.send('answer');
    expect(`${await asked}`).toBe('answer');
    expect(await recording.outcome).toMatchObject({ code: 0, stdout: `${endpoint}\n` });

    const open = begin(['record', '--between', 'tcp://0.0.0.0:*', ANYWHERE, '-o', `${file}.2`]);
    await open.said(/bound \S+ \(back\)/u);
    open.interrupt();
    expect((await open.outcome).stderr).toMatch(
      /warning: tcp:\/\/0\.0\.0\.0:\d+ takes connections from every network/u,
    );
  });

  it('XI-07 --between ends with 3, and how many messages are left, when they were not handed over in time', async () => {
    const line = ['record', '--between', ANYWHERE, '-c', 'tcp://127.0.0.1:9', '--kind', 'streamer', '-o', file];
    const recording = begin([...line, '-n', '1', '-l', '20ms']);
    const [, endpoint = ''] = await recording.said(/bound (\S+) \(front\)/u);
    await opened.add(new ZMQPush(endpoint)).send('task');
    expect(await recording.outcome).toMatchObject({ code: 3, stderr: expect.stringContaining('1 message was not') });
    expect(await read()).toHaveLength(1);
  });

  it('ends with 3 when nothing came in time, and with 0 when something did', async () => {
    const { pub, endpoint } = await publisher();
    expect((await zmq(['record', endpoint, '-o', file, '-t', '50ms'])).code).toBe(3);
    while (pub.stats().peers > 0) await turn();
    const recording = zmq(['record', endpoint, '-o', `${file}.2`, '-t', '1s']);
    await pub.subscribed();
    await pub.send('hello');
    expect((await recording).code).toBe(0);
  });

  it.each([
    [['record'], 'endpoint'],
    [['record', 'tcp://127.0.0.1:1', '--max-size', '1KiB'], '--output'],
    [['record', 'tcp://127.0.0.1:1', '--type', 'pub'], '--type'],
    [['record', 'tcp://127.0.0.1:1', '--time-from', 'x', '-o', 'FILE'], 'FRAME:FORMAT'],
    [['record', '--between', 'tcp://127.0.0.1:1', '-o', 'FILE'], 'two endpoints'],
    [['record', '--between', ANYWHERE, 'tcp://h', '-o', 'FILE'], 'tcp://h'],
    [['record', '--between', ANYWHERE, ANYWHERE, '-o', 'FILE', '--plain-server', 'x', '--cert', 'x'], 'one mechanism'],
    [['record', '--between', ANYWHERE, ANYWHERE, '-o', 'FILE', '--time-from', 'x'], 'FRAME:FORMAT'],
    [['record', 'tcp://127.0.0.1:1', '-o', 'FILE', '--append', '--force'], 'append'],
    [['replay', 'FILE'], 'endpoint'],
    [['replay', 'FILE', 'tcp://127.0.0.1:1', '--speed', '0'], '--speed'],
    [['replay', 'FILE', 'tcp://127.0.0.1:1', '--match', '('], '--match'],
    [['replay', 'FILE', 'inproc://a'], 'inproc'],
    [['replay', '-', 'tcp://127.0.0.1:1', '--loop', '2'], '--loop'],
  ])('%j is wrong use', async (argv, text) => {
    await writeFile(join(folder, 'there'), recordingOf(['a']));
    const path = argv[0] === 'record' ? join(folder, 'new') : join(folder, 'there');
    const { code, stderr } = await zmq(argv.map((word) => (word === 'FILE' ? path : word)));
    expect(code).toBe(2);
    expect(stderr).toContain(text);
    // Not even a header.
    expect(await readdir(folder)).toStrictEqual(['there']);
  });
});

describe('XR-08 record on a disk that is full', () => {
  const mounts = spawnSync('unshare', ['-rm', 'true']).status === 0;
  it.skipIf(!mounts)('ends with 1, and leaves a file that is whole up to its last line', async () => {
    const { pub, endpoint } = await publisher();
    // A file system of 64 KiB that only this shell sees; the file is copied out of it at the end.
    const script =
      'mount -t tmpfs -o size=64k tmpfs "$4" && "$0" "$1" record "$2" -o "$4/a.zmqrec.jsonl"; code=$?; cp "$4/a.zmqrec.jsonl" "$3"; exit $code';
    const inside = join(folder, 'disk');
    await mkdir(inside);
    const child = spawn('unshare', ['-rm', 'sh', '-c', script, process.execPath, PROGRAM, endpoint, file, inside]);
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const ended = new Promise((resolve) => child.once('close', resolve));
    await pub.subscribed();
    for (let n = 0; n < 200; n++) await pub.send(`message ${n} ${'x'.repeat(1000)}`);
    expect(await ended).toBe(1);
    expect(stderr).toContain('the disk is full');
    const entries = await entriesIn(createReadStream(file));
    const texts = entries.flatMap((entry) => (entry.kind === 'message' ? [`${entry.frames[0]}`.split(' ')[1]] : []));
    expect(texts.length).toBeGreaterThan(20);
    expect(texts).toStrictEqual(texts.map((_, n) => String(n)));
    expect((await readFile(file)).at(-1)).toBe(10);
  });
});

describe('replay', () => {
  it('XR-09 chooses its socket by the header: what a PULL has received is pushed', async () => {
    await writeFile(file, recordingOf(['one', ''], ['two']));
    const pull = opened.add(new ZMQPull());
    const { code, stderr } = await zmq(['replay', file, await pull.bind(ANYWHERE)]);
    expect(code).toBe(0);
    expect(stderr).toMatch(/sent 2 messages \(6 bytes\) in .* late p50/);
    expect((await pull.receive()).map(String)).toStrictEqual(['one', '']);
    expect(`${await pull.receive()}`).toBe('two');
  });

  it('XR-09 --as pub waits for a subscriber', async () => {
    await writeFile(file, recordingOf(['a'], ['b']));
    const program = start(['replay', file, ANYWHERE, '--as', 'pub', '--wait-time', '30s']);
    const endpoint = (await program.said(/bound (\S+)/))[1] as string;
    const sub = opened.add(new ZMQSubscriber(endpoint, ''));
    expect(`${await sub.receive()}`).toBe('a');
    expect(`${await sub.receive()}`).toBe('b');
    expect((await program.ended).code).toBe(0);
  });

  it('XR-10 takes -n, --loop, --match, --skip, -s, --from and --to', async () => {
    await writeFile(file, recordingOf(['a', '1'], ['b', '2'], ['a', '3']));
    for (const [flags, expected] of [
      [
        ['-n', '2'],
        ['1', '2'],
      ],
      [
        ['--loop', '2', '-n', '5'],
        ['1', '2', '3', '1', '2'],
      ],
      [['--match', 'b'], ['2']],
      [
        ['--skip', 'b'],
        ['1', '3'],
      ],
      [
        ['-s', 'a'],
        ['1', '3'],
      ],
      [['--from', '1', '--to', '2'], ['2']],
      [
        ['--rate', '1000/s', '--no-catch-up', '--max-gap', '1ms'],
        ['1', '2', '3'],
      ],
    ] as const) {
      const pull = new ZMQPull();
      expect((await zmq(['replay', file, await pull.bind(ANYWHERE), '--speed', 'max', ...flags])).code).toBe(0);
      const texts: string[] = [];
      while (texts.length < expected.length) texts.push(`${(await pull.receive())[1]}`);
      expect(texts).toStrictEqual(expected);
      expect(pull.tryReceive()).toBeUndefined();
      await pull.close();
    }
  });

  it('XR-07 replays the files of a recording that rotates in the order of their numbers', async () => {
    const paths = [2, 1].map((seq) => join(folder, `${seq}.zmqrec.jsonl`));
    for (const [at, path] of paths.entries()) {
      await writeFile(path, recordingOf([`part ${2 - at}`]).replace('"zmqrec":1,', `"zmqrec":1,"seq":${2 - at},`));
    }
    const pull = opened.add(new ZMQPull());
    await zmq(['replay', ...paths, await pull.bind(ANYWHERE)]);
    expect([`${await pull.receive()}`, `${await pull.receive()}`]).toStrictEqual(['part 1', 'part 2']);
  });

  it('XM-08 replays what is there of a recording that is cut off, with a warning; --strict is an error', async () => {
    await writeFile(file, recordingOf(['a'], ['b']).slice(0, -80));
    const pull = opened.add(new ZMQPull());
    const endpoint = await pull.bind(ANYWHERE);
    const { code, stderr } = await zmq(['replay', file, endpoint]);
    expect(code).toBe(0);
    expect(stderr).toContain('cut off');
    expect((await zmq(['replay', file, endpoint, '--strict'])).code).toBe(1);
  });

  it('XR-13 ends with 4 when no peer is there, and with 3 when its time is over', async () => {
    await writeFile(file, recordingOf(['a']));
    const nowhere = 'ipc://' + join(folder, 'none');
    expect((await zmq(['replay', file, nowhere, '--wait-time', '50ms'])).code).toBe(4);
    const pull = opened.add(new ZMQPull());
    const slow = `${HEADER}{"t":0,"f":["a"]}\n{"t":3600000000,"f":["b"]}\n${END}`;
    await writeFile(file, slow);
    const { code } = await zmq(['replay', file, await pull.bind(ANYWHERE), '-t', '300ms']);
    expect(code).toBe(3);
  });

  it('XA-04 connects to nothing that the header names, and an unknown type needs --as', async () => {
    const named = recordingOf(['a'])
      .replace('"endpoints":[]', '"endpoints":["tcp://127.0.0.1:1"]')
      .replace('PULL', 'XPUB');
    await writeFile(file, named);
    const { code, stderr } = await zmq(['replay', file, 'tcp://127.0.0.1:2']);
    expect(code).toBe(2);
    expect(stderr).toContain('--as');
    expect(stderr).not.toContain('127.0.0.1:1 ');
  });

  const hasScript = spawnSync('script', ['--version']).status === 0;
  it.skipIf(!hasScript)('XR-14 on a terminal: space pauses, . sends one, q ends', async () => {
    await writeFile(
      file,
      `${HEADER}${['a', 'b', 'c'].map((text, n) => `{"t":${n * 3_600_000_000},"f":["${text}"]}\n`).join('')}${END}`,
    );
    const pull = opened.add(new ZMQPull());
    const line = [process.execPath, PROGRAM, 'replay', file, await pull.bind(ANYWHERE), '--start-paused']
      .map((word) => `'${word}'`)
      .join(' ');
    const terminal = spawn('script', ['-qec', line, '/dev/null'], { env: { ...process.env, TERM: 'xterm' } });
    let shown = '';
    terminal.stdout.on('data', (chunk: Buffer) => (shown += chunk.toString()));
    const ended = new Promise((resolve) => terminal.once('close', resolve));
    while (!shown.includes('paused')) await turn();
    terminal.stdin.write('..');
    expect([`${await pull.receive()}`, `${await pull.receive()}`]).toStrictEqual(['a', 'b']);
    terminal.stdin.write('q');
    expect(await ended).toBe(0);
  });
});

describe('a live system', () => {
  it(
    'XR-17 100 000 messages of a publisher are recorded by a process, replayed by another, and equal',
    { timeout: 120_000 },
    async () => {
      const count = 100_000;
      const { pub, endpoint } = await publisher();
      const path = `${file}.gz`;
      const recorder = start([
        'record',
        endpoint,
        '-o',
        path,
        '-n',
        String(count),
        '--receive-high-water-mark',
        '0',
        '--max-queue',
        '256MiB',
      ]);
      await pub.subscribed();
      const framesOf = (n: number): Buffer[] => [
        Buffer.from(`sensor.${n % 50}`),
        Buffer.from(JSON.stringify({ n, value: Math.sin(n), unit: '°C' })),
        ...(n % 10 === 0 ? [Buffer.of(n % 256, 0, 255, 10)] : []),
      ];
      for (let n = 0; n < count; n++) {
        await pub.send(framesOf(n));
        if (n % 500 === 0) await turn();
      }
      expect((await recorder.ended).code).toBe(0);
      expect(recorder.stderr()).toContain(`recorded ${count} messages`);

      const info = await zmqProgram(['rec', 'info', path, '--json']);
      expect(JSON.parse(info.stdout.toString())).toMatchObject({
        messages: count,
        dropped: 0,
        cutOff: false,
        topicCount: 50,
        badTimes: 0,
      });

      const pull = opened.add(new ZMQPull());
      const replayer = start(['replay', path, await pull.bind(ANYWHERE), '--as', 'push', '--speed', 'max']);
      for (let n = 0; n < count; n++) {
        const { frames } = await pull.receive();
        const expected = framesOf(n);
        if (frames.length !== expected.length || !expected.every((frame, at) => frame.equals(frames[at] as Buffer))) {
          expect(frames, `message ${n}`).toStrictEqual(expected);
        }
      }
      expect((await replayer.ended).code).toBe(0);
      expect(replayer.stderr()).toContain(`sent ${count} messages`);
    },
  );
});

async function fileHas(path: string, text: string): Promise<void> {
  while (!(await readFile(path, 'utf8').catch(() => '')).includes(text)) await turn();
}

function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
