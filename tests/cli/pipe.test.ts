// @module-tag built
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ZMQPublisher, ZMQSubscriber } from '@zeromq-ts/pubsub';
import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { assertBuilt } from '../../build/built-from.mjs';
import { ANYWHERE, Opened } from '../proxy/setup.js';
import { begin, type Given, type Running, zmq } from './in-process.js';
import { start } from './program.js';

assertBuilt();

const opened = new Opened();
const running: Running[] = [];
let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zeromq-ts-cli-pipe-'));
});
afterEach(async () => {
  for (const each of running.splice(0)) {
    each.interrupt();
    await each.outcome;
  }
  await opened.close();
  await rm(folder, { recursive: true, force: true });
});

interface Pipe extends Running {
  readonly producer: ZMQPush;
  readonly consumer: ZMQPull;
}

/** Begins a pipe between a PUSH and a PULL. */
async function pipe(flags: readonly string[], given?: Given): Promise<Pipe> {
  const consumer = opened.add(new ZMQPull());
  const endpoint = await consumer.bind(ANYWHERE);
  const begun = begin(['pipe', 'pull', ANYWHERE, 'push', endpoint, ...flags], given);
  running.push(begun);
  const [, input = ''] = await begun.said(/bound (\S+) \(in\)/u);
  return { ...begun, consumer, producer: opened.add(new ZMQPush(input)) };
}

async function received(consumer: ZMQPull, count: number): Promise<readonly (readonly string[])[]> {
  const messages: string[][] = [];
  while (messages.length < count) messages.push((await consumer.receive()).frames.map(String));
  return messages;
}

describe('zmq pipe', () => {
  it('passes messages with their frames, in their order, and ends after -n', async () => {
    const { producer, consumer, outcome } = await pipe(['-n', '3', '--stats']);
    for (const message of [['a', ''], ['b'], ['', 'c']]) await producer.send(message);
    expect(await received(consumer, 3)).toStrictEqual([['a', ''], ['b'], ['', 'c']]);
    const { code, stdout, stderr } = await outcome;
    expect({ code, stdout }).toStrictEqual({ code: 0, stdout: '' });
    expect(stderr).toContain('passed 3 messages');
  });

  it('takes what is published, by topic, and nothing before a worker is there', async () => {
    const publisher = opened.add(new ZMQPublisher());
    const endpoint = await publisher.bind(ANYWHERE);
    const begun = begin(['pipe', 'sub', endpoint, 'push', `@${ANYWHERE}`, '-s', 'a', '-s', 'b']);
    running.push(begun);
    const [, output = ''] = await begun.said(/bound (\S+) \(out\)/u);
    // No one is there to send to: it has not subscribed.
    await publisher.connected();
    expect(await publisher.subscribed('a', { timeout: 0 }).catch(({ code }: { code: string }) => code)).toBe('EAGAIN');
    const worker = opened.add(new ZMQPull());
    worker.connect(output);
    await publisher.subscribed('b');
    for (const topic of ['a', 'c', 'b']) await publisher.send([topic, 'x']);
    expect(await received(worker, 2)).toStrictEqual([
      ['a', 'x'],
      ['b', 'x'],
    ]);
  });

  it('publishes what it is given', async () => {
    const begun = begin(['pipe', 'pull', ANYWHERE, 'pub', ANYWHERE]);
    running.push(begun);
    const [, input = ''] = await begun.said(/bound (\S+) \(in\)/u);
    const [, output = ''] = await begun.said(/bound (\S+) \(out\)/u);
    const subscriber = opened.add(new ZMQSubscriber(output, ['a']));
    await opened.add(new ZMQPush(input)).send(['a', 'x']);
    expect((await subscriber.receive()).frames.map(String)).toStrictEqual(['a', 'x']);
  });

  it('XO-14 --match and --skip leave messages out', async () => {
    const { producer, consumer } = await pipe(['--match', '^a', '--skip', 'no', '-n', '2']);
    for (const message of ['a1', 'b', 'a no', 'a2']) await producer.send(message);
    expect(await received(consumer, 2)).toStrictEqual([['a1'], ['a2']]);
  });

  it('XO-15 --exec sends what a program prints, in the order of the messages, and nothing when it prints nothing', async () => {
    const script = join(folder, 'work.mjs');
    // The first waits for the second, which prints first: a file is there when it has.
    await writeFile(
      script,
      `import { existsSync, watch, writeFileSync, readFileSync } from 'node:fs';
       const [folder] = process.argv.slice(2);
       const text = readFileSync(0, 'utf8');
       const file = folder + '/second';
       if (text === 'second') writeFileSync(file, '');
       if (text === 'first') await new Promise((resolve) => {
         const watcher = watch(folder, () => { if (existsSync(file)) { watcher.close(); resolve(); } });
         if (existsSync(file)) { watcher.close(); resolve(); }
       });
       if (text !== 'none') process.stdout.write(text.toUpperCase());`,
    );
    const { producer, consumer, outcome } = await pipe([
      '-n',
      '3',
      '--parallel',
      '2',
      '--exec',
      process.execPath,
      script,
      folder,
    ]);
    for (const message of ['first', 'second', 'none', 'third']) await producer.send(message);
    expect(await received(consumer, 3)).toStrictEqual([['FIRST'], ['SECOND'], ['THIRD']]);
    expect((await outcome).code).toBe(0);
  });

  it('a program that fails ends it with 9, and --on-error skip goes on', async () => {
    const script = join(folder, 'fail.mjs');
    await writeFile(
      script,
      `import { readFileSync } from 'node:fs';
       const text = readFileSync(0, 'utf8');
       if (text === 'bad') process.exitCode = 4; else process.stdout.write(text);`,
    );
    const exec = ['--exec', process.execPath, script];
    const first = await pipe(exec);
    await first.producer.send('bad');
    expect(await first.outcome).toMatchObject({ code: 9, stderr: expect.stringContaining('has ended with 4') });
    const second = await pipe(['-n', '1', '--on-error', 'skip', ...exec]);
    await second.producer.send('bad');
    await second.producer.send('good');
    expect(await received(second.consumer, 1)).toStrictEqual([['good']]);
    expect(await second.outcome).toMatchObject({ code: 0, stderr: expect.stringContaining('has ended with 4') });
  });

  it('--parallel hands on what is ready, and ends at a failure, without another message', async () => {
    const { producer, consumer } = await pipe(['--parallel', '4', '--exec', 'cat']);
    await producer.send('alone');
    expect(await received(consumer, 1)).toStrictEqual([['alone']]);
    const failing = await pipe(['--parallel', '4', '--exec', 'false']);
    await failing.producer.send('bad');
    expect(await failing.outcome).toMatchObject({ code: 9, stderr: expect.stringContaining('has ended with 1') });
  });

  it('XC-04 waits for a program no longer than for its linger, and says what is left', async () => {
    const script = 'echo >&2 started; sleep 15 & wait';
    const { producer, said, interrupt, outcome } = await pipe(['-l', '20ms', '--exec', 'sh', '-c', script]);
    await producer.send('a');
    await said(/started/u);
    interrupt();
    expect(await outcome).toMatchObject({ code: 130, stderr: expect.stringContaining('1 message was taken') });
  });

  it('--tee writes what is sent to a new file, in the form that --input jsonl reads', async () => {
    const file = join(folder, 'passed.jsonl');
    const { producer, consumer, outcome } = await pipe(['-n', '2', '--tee', file]);
    await producer.send(['a', Buffer.of(255)]);
    await producer.send('b');
    await received(consumer, 2);
    expect((await outcome).code).toBe(0);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
      { n: 1, frames: ['a', { base64: '/w==' }] },
      { n: 2, frames: ['b'] },
    ]);
    const again = await zmq(['pipe', 'pull', ANYWHERE, 'push', ANYWHERE, '--tee', file]);
    expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('EEXIST') });
  });

  it('XC-04 when interrupted, passes what has arrived, for as long as it lingers', async () => {
    for (const linger of ['0', '1m']) {
      const begun = begin(['pipe', 'pull', ANYWHERE, 'push', `@${ANYWHERE}`, '--no-wait', '-v', '-l', linger]);
      running.push(begun);
      const [, input = ''] = await begun.said(/bound (\S+) \(in\)/u);
      const [, output = ''] = await begun.said(/bound (\S+) \(out\)/u);
      const producer = opened.add(new ZMQPush(input));
      await producer.connected();
      await producer.send('one');
      await producer.send('two');
      await producer.close();
      // Both have arrived, and no one is there to send them to.
      await begun.said(/^disconnected/mu);
      begun.interrupt();
      if (linger === '0') {
        expect((await begun.outcome).stderr).toContain('2 messages were taken and not passed in time');
        continue;
      }
      const consumer = opened.add(new ZMQPull());
      consumer.connect(output);
      expect(await received(consumer, 2)).toStrictEqual([['one'], ['two']]);
      expect(await begun.outcome).toMatchObject({ code: 130, stderr: expect.stringContaining('passed 2 messages') });
    }
  });

  it('wrong use is exit 2, with what is expected', async () => {
    for (const [words, what] of [
      [['router', ANYWHERE, 'push', ANYWHERE], 'needs first the type of the socket that receives'],
      [['pull', ANYWHERE, 'sub', ANYWHERE], 'needs then the type of the socket that sends'],
      [['pull', ANYWHERE, 'push', 'there'], '"there" is no endpoint'],
      [['pull', 'push', ANYWHERE, ANYWHERE], 'needs an endpoint after pull'],
      [['pull', 'inproc://a', 'push', ANYWHERE], 'inproc:// reaches sockets of this process alone'],
      [['pull', ANYWHERE, 'push', ANYWHERE, '-s', 'a'], '--subscribe is for a sub'],
      [['pull', ANYWHERE, 'push', ANYWHERE, '--match', '('], '--match is not a regular expression'],
      [['pull', ANYWHERE], 'zmq pipe needs'],
    ] as const) {
      const { code, stderr } = await zmq(['pipe', ...words]);
      expect([words, code, stderr]).toStrictEqual([words, 2, expect.stringContaining(what)]);
    }
  });

  it('ends with 4 when no one comes to send to in --wait-time, or in the whole time', async () => {
    const line = ['pipe', 'pull', ANYWHERE, 'push', `@${ANYWHERE}`];
    expect(await zmq([...line, '--wait-time', '10ms'])).toMatchObject({ code: 4 });
    expect(await zmq([...line, '-t', '10ms'])).toMatchObject({ code: 4 });
  });

  it('as a process, passes messages and is ended by SIGINT', async () => {
    const consumer = opened.add(new ZMQPull());
    const program = start(['pipe', 'pull', ANYWHERE, 'push', await consumer.bind(ANYWHERE)]);
    const [, input = ''] = await program.said(/bound (\S+) \(in\)/u);
    await opened.add(new ZMQPush(input)).send('hello');
    expect(await received(consumer, 1)).toStrictEqual([['hello']]);
    program.child.kill('SIGINT');
    expect(await program.ended).toStrictEqual({ code: null, signal: 'SIGINT' });
    expect(program.stderr()).toContain('passed 1 messages');
  });
});
