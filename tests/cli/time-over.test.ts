import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ZMQPull } from '@zeromq-ts/pushpull';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ANYWHERE, Opened } from '../proxy/setup.js';
import { END, HEADER } from '../recording/setup.js';
import { begin, zmq } from './in-process.js';

const opened = new Opened();
let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zeromq-ts-time-'));
});
afterEach(async () => {
  await opened.close();
  await rm(folder, { recursive: true, force: true });
});

const inFolder = (name: string): string => join(folder, name);

describe('XO-08 a command whose time is over ends with 3, and says what has become of the messages', () => {
  it.each([
    [['sub', 'tcp://127.0.0.1:9'], 'no message has come, and no peer was there.'],
    [['record', 'tcp://127.0.0.1:9', '-o', 'FILE'], 'no message was recorded, and no peer was there.'],
    [
      ['record', '--between', ANYWHERE, ANYWHERE, '-o', 'FILE'],
      'no message was recorded, and no peer was there (front, back).',
    ],
    [['proxy', ANYWHERE, ANYWHERE], 'no message was passed, and no peer was there (front, back).'],
    [['monitor', 'sub', 'ipc://FILE', '-n', '2', '-e', 'connected'], '0 of 2 events were printed.'],
  ])('%j', async (line, text) => {
    const words = line.map((word) => word.replace('FILE', inFolder('a')));
    const { code, stderr } = await zmq([...words, '-t', '60ms']);
    expect([code, stderr]).toEqual([3, expect.stringContaining(`error: The time of 60 ms is over: ${text}\n`)]);
  });

  it('pipe, of which one side has a peer', async () => {
    const consumer = opened.add(new ZMQPull());
    const line = ['pipe', 'pull', ANYWHERE, 'push', await consumer.bind(ANYWHERE)];
    const { code, stderr } = await zmq([...line, '--wait-time', '20s', '--idle', '5s']);
    const text = 'Nothing has arrived for 5000 ms: no message was passed, and no peer was there (in).';
    expect([code, stderr]).toEqual([3, expect.stringContaining(`error: ${text}\n`)]);
  });

  it('push, of which a part was sent', async () => {
    const pull = opened.add(new ZMQPull());
    const line = ['push', await pull.bind(ANYWHERE), 'a', '--interval', '1h', '-t', '5s'];
    const sending = zmq([...line, '-n', '2']);
    expect(String(await pull.receive())).toBe('a');
    const { code, stderr } = await sending;
    expect([code, stderr]).toEqual([
      3,
      expect.stringContaining('error: The time of 5000 ms is over: 1 message was sent.'),
    ]);
  });

  it('replay', async () => {
    const file = inFolder('a.zmqrec.jsonl');
    await writeFile(file, `${HEADER}{"t":0,"f":["a"]}\n{"t":3600000000,"f":["b"]}\n${END}`);
    const pull = opened.add(new ZMQPull());
    const replaying = zmq(['replay', file, await pull.bind(ANYWHERE), '-t', '5s']);
    expect(String(await pull.receive())).toBe('a');
    expect(await replaying).toMatchObject({ code: 3, stderr: expect.stringContaining('The time of 5000 ms is over.') });
  });
});

it('XR-13 the time of a replay begins before its recording does: a pipe without a writer, stdin without a line', async () => {
  const pipe = inFolder('pipe');
  execFileSync('mkfifo', [pipe]);
  for (const file of [pipe, '-']) {
    const { code, stderr } = await begin(['replay', file, 'tcp://127.0.0.1:9', '-t', '60ms']).outcome;
    expect([file, code, stderr]).toEqual([file, 3, expect.stringMatching(/^error: The time of 60 ms is over\.$/mu)]);
  }
});
