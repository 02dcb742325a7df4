// @module-tag built
import { get } from 'node:http';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ZMQDealer } from '@zeromq-ts/dealerrouter';
import { ZMQPublisher, ZMQSubscriber } from '@zeromq-ts/pubsub';
import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
import { ZMQReply, ZMQRequest } from '@zeromq-ts/reqrep';
import { curveKeyPair } from '@zeromq-ts/security';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { assertBuilt } from '../../build/built-from.mjs';
import { ANYWHERE, Opened } from '../proxy/setup.js';
import { begin, type Running, zmq } from './in-process.js';
import { start } from './program.js';

assertBuilt();

const opened = new Opened();
const running: Running[] = [];
let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zeromq-ts-cli-proxy-'));
});
afterEach(async () => {
  for (const each of running.splice(0)) {
    each.interrupt();
    await each.outcome;
  }
  await opened.close();
  await rm(folder, { recursive: true, force: true });
});

interface Proxy extends Running {
  readonly front: string;
  readonly back: string;
  /** Another endpoint that it has named. */
  readonly named: (name: string) => Promise<string>;
}

/** Begins a proxy on free ports. */
async function proxy(...flags: readonly string[]): Promise<Proxy> {
  const begun = begin(['proxy', ANYWHERE, ANYWHERE, '-l', '0', ...flags]);
  running.push(begun);
  const named = async (name: string): Promise<string> =>
    (await begun.said(new RegExp(`bound (\\S+) \\(${name}\\)`, 'u')))[1] as string;
  return { ...begun, named, front: await named('front'), back: await named('back') };
}

/** One request that a REP behind the proxy answers with the same. */
async function ask(front: string, back: string): Promise<string> {
  const server = opened.add(new ZMQReply());
  server.connect(back);
  const client = opened.add(new ZMQRequest(front));
  const asked = client.request('hello');
  const request = await server.receive();
  await server.send([...request]);
  return (await asked).text();
}

interface Page {
  readonly status: number | undefined;
  readonly type: string | undefined;
  readonly text: string;
}

async function fetched(url: string, method = 'GET'): Promise<Page> {
  return new Promise((resolve, reject) => {
    const request = get(url, { method, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode, type: response.headers['content-type'], text }));
    });
    request.on('error', reject);
  });
}

/** The samples of a page of metrics, by name and labels. */
function samplesOf(text: string): ReadonlyMap<string, number> {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]),
  );
}

describe('zmq proxy', () => {
  it('XP-09 a queue passes requests and replies, and says how many at the end', async () => {
    const { front, back, interrupt, outcome } = await proxy();
    expect(await ask(front, back)).toBe('hello');
    interrupt();
    const { code, stdout, stderr } = await outcome;
    expect({ code, stdout }).toStrictEqual({ code: 130, stdout: '' });
    expect(stderr).toContain('passed 1 messages forward, 1 backward');
  });

  it('XP-09 a forwarder passes subscriptions and messages, a streamer tasks', async () => {
    const forwarder = await proxy('--kind', 'forwarder');
    const subscriber = opened.add(new ZMQSubscriber(forwarder.back, ['a']));
    const publisher = opened.add(new ZMQPublisher());
    publisher.connect(forwarder.front);
    await publisher.subscribed('a');
    await publisher.send(['b', 'no']);
    await publisher.send(['a', 'yes']);
    expect((await subscriber.receive()).frames.map(String)).toStrictEqual(['a', 'yes']);

    const streamer = await proxy('--kind', 'streamer');
    const worker = opened.add(new ZMQPull());
    worker.connect(streamer.back);
    await opened.add(new ZMQPush(streamer.front)).send(['task', '']);
    expect((await worker.receive()).frames.map(String)).toStrictEqual(['task', '']);
  });

  it('XP-09 goes on when servers go and others come', async () => {
    const { front, back } = await proxy();
    expect(await ask(front, back)).toBe('hello');
    await opened.close();
    expect(await ask(front, back)).toBe('hello');
  });

  it('--capture sends a copy of each message, with the types that can', async () => {
    const publishing = await proxy('--capture', ANYWHERE);
    const watcher = opened.add(new ZMQSubscriber(await publishing.named('capture')));
    watcher.subscribe('');
    await watcher.connected();
    expect(await ask(publishing.front, publishing.back)).toBe('hello');

    const sink = opened.add(new ZMQPull());
    const endpoint = await sink.bind(ANYWHERE);
    const pushing = await proxy('--capture', `>${endpoint}`, '--capture-type', 'push');
    await sink.connected();
    expect(await ask(pushing.front, pushing.back)).toBe('hello');
    for (const direction of ['request', 'reply']) {
      expect([direction, (await sink.receive()).frames.at(-1)?.toString()]).toStrictEqual([direction, 'hello']);
    }
  });

  it('XP-09 --control pauses, resumes, counts and ends, as zmq_proxy_steerable does', async () => {
    const { front, back, named, outcome } = await proxy('--control', ANYWHERE);
    const server = opened.add(new ZMQReply());
    server.connect(back);
    const client = opened.add(new ZMQDealer(front));
    await client.send(['', 'hello']);
    await server.send(await server.receive());
    expect((await client.receive()).frames.map(String)).toStrictEqual(['', 'hello']);
    const control = opened.add(new ZMQRequest(await named('control')));
    expect((await control.request('PAUSE')).frames.map(String)).toStrictEqual(['']);
    const statistics = await control.request('STATISTICS');
    const numbers = statistics.frames.map((frame) => Number(new BigUint64Array(new Uint8Array(frame).buffer)[0]));
    // An id, an empty frame and the body of five bytes in each direction; the id is of five bytes.
    expect(numbers).toStrictEqual([3, 10, 3, 10, 3, 10, 3, 10]);

    // Nothing passes a paused proxy: the answer to a later command comes first.
    await client.send(['', 'later']);
    const again = await control.request('STATISTICS');
    expect(again.frames.map(String)).toStrictEqual(statistics.frames.map(String));
    await control.request('RESUME');
    expect((await server.receive()).text()).toBe('later');
    await control.request('TERMINATE');
    expect((await outcome).code).toBe(0);
  });

  it('XP-09 --stats prints what passes, as text and as JSON', async () => {
    const text = await proxy('--stats', '20ms');
    expect(await ask(text.front, text.back)).toBe('hello');
    await text.said(
      /^\S+Z {2}forward [1-9]\S* messages\/s, [1-9]\S* bytes\/s; backward .*; peers 1 front, 1 back$/mu,
      'stdout',
    );

    const begun = begin(['proxy', ANYWHERE, ANYWHERE, '--stats', '20ms', '--json', '-l', '0']);
    running.push(begun);
    const [, front = ''] = await begun.said(/"side":"front","endpoint":"([^"]+)"/u);
    const [, back = ''] = await begun.said(/"side":"back","endpoint":"([^"]+)"/u);
    expect(await ask(front, back)).toBe('hello');
    await begun.said(/"backward":\{"messages":1/u, 'stdout');
    begun.interrupt();
    const { stdout } = await begun.outcome;
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { forward: { messages: number; bytes: number }; seconds: number });
    // What has passed is in exactly one of the lines.
    expect(lines.reduce((sum, { forward }) => sum + forward.messages, 0)).toBe(1);
    expect(lines.every(({ seconds }) => seconds > 0)).toBe(true);
  });

  it('XD-12 --metrics serves OpenMetrics, whose counters agree with what has passed', async () => {
    const { front, back, said, interrupt, outcome } = await proxy('--metrics', '0');
    const [, url = ''] = await said(/^metrics: (http:\/\/127\.0\.0\.1:\d+\/metrics)$/mu);
    expect(samplesOf((await fetched(url)).text).get('zmq_proxy_peers{socket="front",type="ROUTER"}')).toBe(0);
    expect(await ask(front, back)).toBe('hello');
    const { status, type, text } = await fetched(url);
    expect({ status, type }).toStrictEqual({
      status: 200,
      type: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
    });
    const samples = samplesOf(text);
    expect(Object.fromEntries(samples)).toMatchObject({
      'zmq_proxy_info{kind="queue"}': 1,
      'zmq_proxy_messages_total{socket="front",type="ROUTER",direction="in"}': 1,
      'zmq_proxy_messages_total{socket="front",type="ROUTER",direction="out"}': 1,
      'zmq_proxy_messages_total{socket="back",type="DEALER",direction="in"}': 1,
      'zmq_proxy_bytes_total{socket="back",type="DEALER",direction="out"}': 10,
      'zmq_proxy_dropped_messages_total{reason="capture"}': 0,
      'zmq_proxy_peers{socket="back",type="DEALER"}': 1,
      zmq_proxy_paused: 0,
    });
    // The rules of the format: each family is declared once, counters end in _total, the page ends in EOF.
    const families = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gmu)].map(([, name, kind]) => [name, kind] as const);
    expect(new Set(families.map(([name]) => name)).size).toBe(families.length);
    for (const name of samples.keys()) {
      const bare = name.replace(/\{.*$/u, '');
      const family = families.find(
        ([each, kind]) => bare === (kind === 'counter' ? `${each}_total` : kind === 'info' ? `${each}_info` : each),
      );
      expect([name, family]).toStrictEqual([name, expect.any(Array)]);
    }
    expect(text.endsWith('\n# EOF\n')).toBe(true);
    expect(await fetched(new URL('/', url).href)).toMatchObject({ status: 404 });
    expect(await fetched(url, 'POST')).toMatchObject({ status: 405 });
    interrupt();
    await outcome;
    await expect(fetched(url)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('a port that another has, and wrong values, end it with a sentence', async () => {
    const { front } = await proxy();
    expect(await zmq(['proxy', ANYWHERE, front])).toMatchObject({ code: 1 });
    for (const [flags, what] of [
      [['--metrics', 'here'], '--metrics is a port, or HOST:PORT'],
      [['--metrics', '70000'], '--metrics is a port, or HOST:PORT'],
      [['--stats', '0'], '--stats is a time above 0'],
      [['--kind', 'tunnel'], '--kind is one of queue, forwarder, streamer'],
      [['--capture', 'tcp://nowhere'], 'tcp://nowhere'],
    ] as const) {
      const { code, stderr } = await zmq(['proxy', ANYWHERE, ANYWHERE, ...flags]);
      expect([flags, code, stderr]).toStrictEqual([flags, 2, expect.stringContaining(what)]);
    }
    expect(await zmq(['proxy', ANYWHERE])).toMatchObject({ code: 2 });
  });

  it('XG-05 --print-endpoint and --endpoint-file give both endpoints', async () => {
    const file = join(folder, 'endpoints');
    const { front, back, interrupt, outcome } = await proxy('--print-endpoint', '--endpoint-file', file);
    expect(await readFile(file, 'utf8')).toBe(`${front}\n${back}\n`);
    interrupt();
    expect((await outcome).stdout).toBe(`${front}\n${back}\n`);
  });

  it('--secure front has CURVE towards the clients alone', async () => {
    const certificate = join(folder, 'server');
    expect(await zmq(['keygen', '--out', certificate])).toMatchObject({ code: 0 });
    const [, key = ''] = /public-key = "(.+)"/u.exec(await readFile(certificate, 'utf8')) ?? [];
    const { front, back } = await proxy('--secure', 'front', '--curve-server', '--cert', certificate, '--allow-any');
    const server = opened.add(new ZMQReply());
    server.connect(back);
    const client = opened.add(new ZMQRequest(front, { curveServerKey: key, curveSecretKey: curveKeyPair().secretKey }));
    const asked = client.request('secret');
    const request = await server.receive();
    expect(request.peer?.mechanism).toBe('NULL');
    await server.send('answer');
    const reply = await asked;
    expect([reply.text(), reply.peer?.mechanism]).toStrictEqual(['answer', 'CURVE']);
  });

  it('XA-10 warns of what every network can reach without security', async () => {
    const open = begin(['proxy', 'tcp://*:*', ANYWHERE, '-l', '0', '--metrics', '0.0.0.0:0']);
    running.push(open);
    await open.said(/^metrics: /mu);
    open.interrupt();
    const { stderr } = await open.outcome;
    expect(stderr.match(/^warning: /gmu)).toHaveLength(2);
    expect(stderr).toMatch(/^warning: tcp:\/\/\S+ takes connections from every network, without security/mu);
    expect(stderr).toMatch(/^warning: http:\/\/\S+ shows the figures to everyone who can connect/mu);
    const closed = await proxy('--metrics', '0');
    await closed.said(/^metrics: /mu);
    closed.interrupt();
    expect((await closed.outcome).stderr).not.toContain('warning: ');
  });

  it('-t ends it: 3 when nothing has passed', async () => {
    expect(await zmq(['proxy', ANYWHERE, ANYWHERE, '-t', '10ms'])).toMatchObject({ code: 3 });
  });

  it('XC-04 as a process, passes messages and is ended by SIGTERM', async () => {
    const program = start(['proxy', ANYWHERE, ANYWHERE, '-l', '0', '--stats', '10ms']);
    const [, front = ''] = await program.said(/bound (\S+) \(front\)/u);
    const [, back = ''] = await program.said(/bound (\S+) \(back\)/u);
    expect(await ask(front, back)).toBe('hello');
    await program.said(/forward [1-9]/u, 'stdout');
    program.child.kill('SIGTERM');
    expect(await program.ended).toStrictEqual({ code: null, signal: 'SIGTERM' });
    expect(program.stderr()).toContain('passed 1 messages forward, 1 backward');
  });
});
