import { PassThrough } from 'node:stream';
import { run } from '@zeromq-ts/cli';
import { ZMQPublisher } from '@zeromq-ts/pubsub';
import { afterEach, describe, expect, it } from 'vitest';
import { TopicTable } from '../../packages/cli/src/topics/topic-table.js';
import { topicJSON, topicLine, topicTable } from '../../packages/cli/src/topics/topic-text.js';
import { ANYWHERE, Opened } from '../proxy/setup.js';
import { begin, zmq } from './in-process.js';
import { Said } from './streams.js';

const opened = new Opened();
afterEach(() => opened.close());

async function publisher(): Promise<{ readonly pub: ZMQPublisher; readonly endpoint: string }> {
  const pub = opened.add(new ZMQPublisher());
  return { pub, endpoint: await pub.bind(ANYWHERE) };
}

const bytes = (text: string): Uint8Array => Buffer.from(text);

/** A table that has counted `counts[topic]` messages of 10 bytes of each topic, at the same time. */
function counted(counts: Readonly<Record<string, number>>, table = new TopicTable(0), now = 0): TopicTable {
  for (const [topic, count] of Object.entries(counts)) {
    for (let n = 0; n < count; n++) table.add(bytes(topic), 10, now);
  }
  return table;
}

describe('XP-12 the table of topics', () => {
  it('has messages, bytes and age of each topic, and rates since the look before', () => {
    const table = counted({ a: 4, b: 2 });
    expect(table.look(2000)).toEqual({
      seconds: 2,
      messages: 6,
      bytes: 60,
      messagesPerSecond: 3,
      bytesPerSecond: 30,
      topics: 2,
      top: [
        { topic: bytes('a'), messages: 4, bytes: 40, messagesPerSecond: 2, age: 2000 },
        { topic: bytes('b'), messages: 2, bytes: 20, messagesPerSecond: 1, age: 2000 },
      ],
      other: { messages: 0, bytes: 0 },
    });
    counted({ b: 1 }, table, 2500);
    expect(table.look(3000)).toMatchObject({
      seconds: 1,
      messages: 7,
      messagesPerSecond: 1,
      bytesPerSecond: 10,
      top: [
        { topic: bytes('b'), messages: 3, messagesPerSecond: 1, age: 500 },
        { topic: bytes('a'), messages: 4, messagesPerSecond: 0, age: 3000 },
      ],
    });
    expect(table.lookAtAll(7000)).toMatchObject({ seconds: 7, messagesPerSecond: 1, top: [{ messages: 4 }, {}] });
    expect(table.look(3000).seconds).toBeGreaterThan(0);
  });

  it('shows the ten topics with the highest rates', () => {
    const counts = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`topic ${n}`, n + 1]));
    const { top, topics, messages } = counted(counts).look(1000);
    expect([topics, messages]).toEqual([30, 465]);
    expect(top.map(({ topic }) => String(topic))).toEqual(Array.from({ length: 10 }, (_, n) => `topic ${29 - n}`));
  });

  it('counts 10 000 topics each on its own, and sums the rest as other', () => {
    const table = new TopicTable(0);
    for (let n = 0; n < 10_003; n++) table.add(bytes(`${n}`), 10, 0);
    // One that has a row keeps it.
    table.add(bytes('0'), 10, 0);
    table.add(bytes('10002'), 10, 0);
    const look = table.look(1000);
    expect(look).toMatchObject({ topics: 10_000, messages: 10_005, other: { messages: 4, bytes: 40 } });
    expect(look.top[0]).toMatchObject({ topic: bytes('0'), messages: 2 });
    expect(topicTable(look)).toMatch(/^more than 10000 topics; 10005 messages, .*\n(?:.*\n){11} +4 +40 +other\n$/u);
  });

  it('XA-07 has no more rows after a million topics', () => {
    const table = new TopicTable(0);
    const MILLION = 1_000_000;
    for (let n = 0; n < MILLION; n++) table.add(bytes(`topic ${n}`), 10, 0);
    const { topics, messages, other } = table.look(1000);
    expect([topics, messages, other.messages]).toEqual([10_000, MILLION, MILLION - 10_000]);
  });

  it('tells topics apart by their first 255 bytes, and keeps no more of them', () => {
    const table = new TopicTable(0);
    const long = Buffer.alloc(2 ** 20, 0xff);
    table.add(long, 2 ** 20, 0);
    table.add(long.subarray(0, 255), 255, 0);
    table.add(long.subarray(0, 254), 254, 0);
    table.add(new Uint8Array(0), 0, 0);
    const { top } = table.look(1000);
    expect(top.map(({ topic, messages }) => [topic.length, messages])).toEqual([
      [255, 2],
      [254, 1],
      [0, 1],
    ]);
    expect([...(top[0]?.topic ?? [])]).toEqual(Array.from({ length: 255 }, () => 0xff));
  });

  it('is printed as a table, a line, and JSON; XA-01 a topic changes no terminal', () => {
    const look = counted({ 'a\u001b[2J': 3, Ö: 1 }).look(1500);
    expect(topicTable(look)).toBe(
      [
        '2 topics; 4 messages, 2.7/s; 40 bytes, 26.7/s',
        'MESSAGES  PER SECOND  BYTES    AGE  TOPIC',
        String.raw`       3         2.0     30  1.5 s  a\x1b[2J`,
        '       1         0.7     10  1.5 s  Ö',
        '',
      ].join('\n'),
    );
    const narrow = topicTable(counted({ ['ж'.repeat(100)]: 1 }).look(1000), 50).split('\n');
    expect(narrow.slice(0, -1).map((line) => line.length)).toEqual([43, 41, 36 + 7]);
    const time = new Date(0);
    expect(topicLine(look, time)).toBe(
      String.raw`1970-01-01T00:00:00.000Z  2 topics; 4 messages, 2.7/s; 40 bytes, 26.7/s; a\x1b[2J 2.0/s; Ö 0.7/s` +
        '\n',
    );
    expect(topicJSON(look, time)).not.toContain('\u001b');
    expect(JSON.parse(topicJSON(look, time))).toEqual({
      t: '1970-01-01T00:00:00.000Z',
      seconds: 1.5,
      topics: 2,
      messages: 4,
      messagesPerSecond: 2.7,
      bytes: 40,
      bytesPerSecond: 26.7,
      top: [
        { topic: 'a\u001b[2J', messages: 3, messagesPerSecond: 2, bytes: 30, age: 1500 },
        { topic: 'Ö', messages: 1, messagesPerSecond: 0.7, bytes: 10, age: 1500 },
      ],
      other: { messages: 0, bytes: 0 },
    });
  });
});

describe('XP-12 sub --report', () => {
  it('off a terminal, prints a table at the end, of what --match lets through', async () => {
    const { pub, endpoint } = await publisher();
    const counting = zmq(['sub', endpoint, '--report', '-n', '3', '--skip', '^c']);
    await pub.subscribed();
    for (const topic of ['a', 'c', 'b', 'a']) await pub.send([topic, 'value']);
    const { code, stdout } = await counting;
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^2 topics; 3 messages, \d+\.\d\/s; 18 bytes, \d+\.\d\/s\n.*TOPIC\n +2 .*12 .* s  a\n +1 .* 6 .* s  b\n$/u,
    );
  });

  it('prints a line at each --interval, and with --json objects', async () => {
    const { pub, endpoint } = await publisher();
    const text = begin(['sub', endpoint, '--report', '-i', '20ms']);
    const json = begin(['sub', endpoint, '--report', '-i', '20ms', '--json']);
    await pub.subscribed(undefined, { peers: 2 });
    await pub.send(['topic', 'value']);
    await text.said(
      /Z {2}1 topic; 1 message, .*; topic \d+\.\d\/s\n(?:.*\n)*.*Z {2}1 topic; 1 message, 0\.0\/s;/u,
      'stdout',
    );
    await json.said(/"messages":1[^\n]*\n/u, 'stdout');
    for (const { interrupt } of [text, json]) interrupt();
    expect((await text.outcome).stdout).toMatch(/\n1 topic; 1 message.*\nMESSAGES .*\n.* topic\n$/u);
    const lines = (await json.outcome).stdout.trimEnd().split('\n');
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({
      topics: 1,
      messages: 1,
      bytes: 10,
      top: [{ topic: 'topic', messages: 1, bytes: 10, age: expect.any(Number) }],
      other: { messages: 0, bytes: 0 },
    });
  });

  it('on a terminal, paints a table over the one before, in its width', async () => {
    const { pub, endpoint } = await publisher();
    const stdout = Object.assign(new PassThrough(), { isTTY: true, columns: 40 });
    const interrupt = new AbortController();
    const line = ['sub', endpoint, '--report', '-i', '20ms'];
    const [stdin, stderr] = [new PassThrough(), new PassThrough()];
    const ended = run(line, { stdin, stdout, stderr, env: {}, signal: interrupt.signal });
    const said = new Said(stdout);
    await pub.subscribed();
    await pub.send(['a']);
    await pub.send(['x'.repeat(100)]);
    // What is painted over is as many lines as were painted before.
    // oxlint-disable-next-line no-control-regex -- what paints over is a control character
    const [painted = ''] = await said.match(/\u001b\[4A\u001b\[J2 topics;[^\u001b]*\u001b\[4A\u001b\[J/u);
    const rows = painted.split('\n');
    expect(rows).toHaveLength(5);
    for (const row of rows.slice(1, -1)) expect(row.length).toBeLessThanOrEqual(40);
    interrupt.abort();
    await ended;
    expect(painted).toContain('xxx');
  });

  it.each([
    [['--report', '--exec', 'cat'], '--report counts messages, and --exec is for each: choose one'],
    [['--report', '--dump', 'x'], 'choose one'],
    [['--report', '--format', '%f'], 'choose one'],
    [['--report', '-i', '0'], '--interval is a time above 0'],
    [['-i', '1s'], '--interval is for --report and --graph'],
  ])('%j ends with 2', async (flags, text) => {
    const { code, stderr } = await zmq(['sub', 'tcp://127.0.0.1:9', '-t', '10s', ...flags]);
    expect([code, stderr]).toEqual([2, expect.stringContaining(text)]);
  });

  it('ends with 3 when nothing came in time', async () => {
    const { code, stdout } = await zmq(['sub', 'tcp://127.0.0.1:9', '-t', '50ms', '--report']);
    expect([code, stdout]).toEqual([3, expect.stringMatching(/^0 topics; 0 messages/u)]);
  });
});
