import { ZMQPublisher } from '@zeromq-ts/pubsub';
import { afterEach, describe, expect, it } from 'vitest';
import { graphText, rateJSON, rateLine } from '../../packages/cli/src/topics/graph-text.js';
import { RateSeries } from '../../packages/cli/src/topics/rate-series.js';
import { ANYWHERE, Opened } from '../proxy/setup.js';
import { begin, zmq } from './in-process.js';

const opened = new Opened();
afterEach(() => opened.close());

const TOPIC = new Uint8Array(0);

/** A series in which `counts[n]` messages of 10 bytes have come in the n-th second. */
function counted(...counts: readonly number[]): RateSeries {
  const series = new RateSeries(0, 1000);
  counts.forEach((count, second) => {
    for (let n = 0; n < count; n++) series.add(TOPIC, 10, second * 1000 + 500);
  });
  return series;
}

describe('the series of a graph', () => {
  it('has a bar for each second, with none for a second without messages', () => {
    const series = counted(4, 0, 2);
    expect(series.look(2500)).toEqual({
      seconds: 2.5,
      messages: 6,
      bytes: 60,
      messagesPerSecond: 0,
      bytesPerSecond: 0,
      bars: [4, 0],
      barSeconds: 1,
    });
    expect(series.look(3000)).toMatchObject({ messagesPerSecond: 2, bytesPerSecond: 20, bars: [4, 0, 2] });
    expect(series.lookAtAll(3000)).toMatchObject({ messagesPerSecond: 2, bars: [4, 0, 2, 0] });
    expect(series.look(0)).toMatchObject({ bars: [] });
    expect(series.look(0).seconds).toBeGreaterThan(0);
  });

  it('shows the last 60 bars, and keeps no others, also after a long silence', () => {
    const series = counted(...Array.from({ length: 1000 }, (_, n) => n));
    expect(series.look(1_000_000).bars).toEqual(Array.from({ length: 60 }, (_, n) => 940 + n));
    series.add(TOPIC, 10, 10_000_000);
    expect(series.look(10_001_000).bars).toEqual([...Array.from({ length: 59 }, () => 0), 1]);
  });

  it('is drawn with the highest bar as the whole height, and a single message is seen', () => {
    expect(graphText(counted(800, 400, 1, 0).look(4000))).toBe(
      [
        '1201 messages, 0.0/s; 12010 bytes, 0.0/s',
        '800.0 |█',
        '      |█',
        '      |█',
        '      |█',
        '400.0 |██',
        '      |██',
        '      |██',
        '      |██▁',
        '    0 +----',
        '       last 4 s, messages a second',
        '',
      ].join('\n'),
    );
    const lines = graphText(counted(...Array.from({ length: 60 }, () => 3)).look(60_000), 30).split('\n');
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(30);
    expect(lines[1]).toMatch(/^3\.0 \|█+$/u);
    // The height is that of the bars that are seen.
    const narrow = graphText(counted(900, ...Array.from({ length: 59 }, () => 3)).look(60_000), 30).split('\n');
    expect(narrow[1]).toMatch(/^3\.0 \|█+$/u);
    expect(graphText(counted().look(0))).toMatch(/^0 messages, 0\.0\/s.*\n0\.0 \|\n/u);
  });

  it('is also a line, and JSON', () => {
    const look = counted(1, 3).look(2000);
    expect(rateLine(look, new Date(0))).toBe('1970-01-01T00:00:00.000Z  4 messages, 3.0/s; 40 bytes, 30.0/s\n');
    expect(JSON.parse(rateJSON(look, new Date(0)))).toEqual({
      t: '1970-01-01T00:00:00.000Z',
      seconds: 2,
      messages: 4,
      messagesPerSecond: 3,
      bytes: 40,
      bytesPerSecond: 30,
      barSeconds: 1,
      bars: [1, 3],
    });
  });
});

describe('sub --graph', () => {
  it('off a terminal, is drawn at the end, of what --match lets through', async () => {
    const pub = opened.add(new ZMQPublisher());
    const endpoint = await pub.bind(ANYWHERE);
    const counting = zmq(['sub', endpoint, '--graph', '-n', '2', '--skip', '^c']);
    await pub.subscribed();
    for (const topic of ['a', 'c', 'b']) await pub.send([topic, 'value']);
    const { code, stdout } = await counting;
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/^2 messages, .*; 12 bytes, .*\n(?:.*\|.*\n){8} +0 \+-+\n/u),
    ]);
  });

  it('has a line for each --interval, and with --json an object', async () => {
    const pub = opened.add(new ZMQPublisher());
    const endpoint = await pub.bind(ANYWHERE);
    const text = begin(['sub', endpoint, '--graph', '-i', '20ms']);
    const json = begin(['sub', endpoint, '--graph', '-i', '20ms', '--json']);
    await pub.subscribed(undefined, { peers: 2 });
    await pub.send(['topic', 'value']);
    await text.said(/Z {2}1 message, 0\.0\/s; 10 bytes, 0\.0\/s\n/u, 'stdout');
    await json.said(/"messages":1[^\n]*\n/u, 'stdout');
    for (const { interrupt } of [text, json]) interrupt();
    expect((await text.outcome).stdout).toMatch(/\n +last .* s, messages a second\n$/u);
    const last = (await json.outcome).stdout.trimEnd().split('\n').at(-1) ?? '';
    expect(JSON.parse(last)).toMatchObject({ messages: 1, bytes: 10, barSeconds: 0.02 });
  });

  it.each([
    [['--graph', '--report'], '--report counts by topic, and --graph all together: choose one'],
    [['--graph', '--exec', 'cat'], '--graph counts messages, and --exec is for each: choose one'],
    [['--graph', '-i', '0'], '--interval is a time above 0'],
  ])('%j ends with 2', async (flags, text) => {
    const { code, stderr } = await zmq(['sub', 'tcp://127.0.0.1:9', '-t', '10s', ...flags]);
    expect([code, stderr]).toEqual([2, expect.stringContaining(text)]);
  });
});
