import { PassThrough, Writable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { createSocket } from '@zeromq-ts/core';
import '@zeromq-ts/dealerrouter';
import { describeRecording, frameTime, record, RecordingWriter } from '@zeromq-ts/recording';
import { ZMQDealer, ZMQRouter } from '@zeromq-ts/dealerrouter';
import { ZMQPublisher, ZMQSubscriber } from '@zeromq-ts/pubsub';
import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
import { ZMQRequest } from '@zeromq-ts/reqrep';
import { afterEach, describe, expect, it } from 'vitest';
import { ANYWHERE, ENGINES, Opened } from '../proxy/setup.js';
import { entriesIn, messagesIn } from './setup.js';

const opened = new Opened();
afterEach(() => opened.close());

/** A stream that takes nothing more until it is told to. */
class Blocked extends Writable {
  readonly written: Buffer[] = [];
  #waiting: (() => void) | undefined;
  #open = false;

  constructor() {
    super({ highWaterMark: 1 });
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.written.push(chunk);
    if (this.#open) done();
    else this.#waiting = done;
  }

  release(): void {
    this.#open = true;
    this.#waiting?.();
  }
}

describe('XR-16 record', () => {
  it.each(ENGINES)('XR-01, XR-02, XR-03 writes a header, the messages and an end on %s', async (engine) => {
    const pull = opened.add(new ZMQPull(undefined, { engine }));
    const endpoint = await pull.bind(ANYWHERE);
    const push = opened.add(new ZMQPush(endpoint, { engine }));
    const stream = new PassThrough();
    const recording = record(pull, stream, { count: 3, tool: 'test', topics: ['t'], options: { ipv6: true } });
    await push.send(['text', Uint8Array.of(255), '']);
    await push.send('é€😀');
    await push.send('"\n\\\u0000');
    const summary = await recording;
    expect(summary).toMatchObject({ count: 3, dropped: 0, bytes: 4 + 1 + 9 + 4, reason: 'count', files: 1 });

    const lines = (await text(stream)).split('\n');
    expect(JSON.parse(lines[0] as string)).toStrictEqual({
      zmqrec: 1,
      started: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
      type: 'PULL',
      endpoints: [endpoint],
      topics: ['t'],
      options: { ipv6: true },
      tool: 'test',
    });
    expect(lines.pop()).toBe('');
    const messages = lines.map((line) => JSON.parse(line) as { t: number; f?: unknown[] }).filter((line) => line.f);
    expect(messages.map(({ f }) => f)).toStrictEqual([['text', { base64: '/w==' }, ''], ['é€😀'], ['"\n\\\0']]);
    expect(messages.every(({ t }, at) => Number.isInteger(t) && t >= (messages[at - 1]?.t ?? 0))).toBe(true);
    expect(JSON.parse(lines.at(-1) as string)).toMatchObject({
      end: { count: 3, dropped: 0, bytes: 18, reason: 'count', t: expect.any(Number) },
    });
    expect(pull.closed).toBe(false);
  });

  it('XR-02 says which peer a message is from, and when peers come and go', async () => {
    const pull = opened.add(new ZMQPull());
    const endpoint = await pull.bind(ANYWHERE);
    const stream = new PassThrough();
    const recording = record(pull, stream);
    const first = new ZMQPush(endpoint);
    await first.send('one');
    await first.connected();
    const second = opened.add(new ZMQPush(endpoint));
    await second.send('two');
    await second.connected();
    while (pull.stats().messagesReceived < 2) await pull.connected({ peers: 1 }).then(nextTurn);
    await first.close();
    while (pull.stats().peers > 1) await nextTurn();
    await pull.close();
    expect(await recording).toMatchObject({ reason: 'closed', count: 2 });
    const entries = await entriesIn(stream);
    const said = entries.flatMap((entry) =>
      entry.kind === 'message'
        ? [[`${entry.frames[0]}`, entry.peer]]
        : entry.kind === 'event'
          ? [[entry.event, entry.peer]]
          : [],
    );
    expect(said).toContainEqual(['one', 1]);
    expect(said).toContainEqual(['two', 2]);
    expect(said).toContainEqual(['handshake-succeeded', 1]);
    expect(said).toContainEqual(['disconnected', 1]);
  });

  it('XR-02 keeps the routing id of a ROUTER apart, and the envelope of a REQ with the frames', async () => {
    const router = opened.add(new ZMQRouter());
    const endpoint = await router.bind(ANYWHERE);
    opened
      .add(new ZMQRequest(endpoint, { routingId: 'anna' }))
      .send('question')
      .catch(() => {});
    const stream = new PassThrough();
    await record(router, stream, { count: 1, events: false });
    expect(await messagesIn(stream)).toMatchObject([
      { routingId: Buffer.from('anna'), frames: [Buffer.alloc(0), Buffer.from('question')] },
    ]);
  });

  it('ends without an error when its signal is aborted, before and while it runs', async () => {
    const pull = opened.add(new ZMQPull('inproc://aborted'));
    const early = new PassThrough();
    expect(await record(pull, early, { signal: AbortSignal.abort() })).toMatchObject({ count: 0, reason: 'aborted' });
    expect((await text(early)).split('\n')).toHaveLength(3);
    const controller = new AbortController();
    const recording = record(pull, new PassThrough().resume(), { signal: controller.signal });
    controller.abort();
    expect(await recording).toMatchObject({ reason: 'aborted' });
  });

  it('XR-05 drops and counts what has no room, and takes messages again when there is room', async () => {
    const stream = new Blocked();
    const writer = new RecordingWriter(stream, { type: 'SUB', endpoints: [] }, { maxQueuedBytes: 1000 });
    const taken: boolean[] = [];
    for (let n = 0; n < 100; n++) taken.push(writer.message(`message ${n} ${'x'.repeat(50)}`));
    const kept = taken.filter(Boolean).length;
    expect(kept).toBeGreaterThan(0);
    expect(kept).toBeLessThan(20);
    expect(taken.slice(0, kept).every(Boolean)).toBe(true);
    expect(writer.dropped).toBe(100 - kept);
    stream.release();
    await writer.room();
    expect(writer.message('after')).toBe(true);
    expect(await writer.end('closed')).toMatchObject({ count: kept + 1, dropped: 100 - kept });
    const entries = await entriesIn(stream.written);
    expect(entries.at(-1)).toMatchObject({ kind: 'end', count: kept + 1, dropped: 100 - kept });
  });

  it.each(['drop', 'block'] as const)(
    'XR-05 has a limit for events, too, of peers that come and go while nothing is written (onFull: %s)',
    async (onFull) => {
      const stream = new Blocked();
      const writer = new RecordingWriter(stream, { type: 'SUB', endpoints: [] }, { maxQueuedBytes: 1000, onFull });
      for (let count = 0; count < 10_000; count++) writer.event('handshake-failed', count);
      stream.release();
      const { droppedEvents } = await writer.end('closed');
      const entries = await entriesIn(stream.written);
      expect(entries.length).toBeGreaterThan(10);
      expect(entries.length).toBeLessThan(100);
      // All but the header and the end are events: together, they are all that there were.
      expect(entries.length - 2 + droppedEvents).toBe(10_000);
      expect(entries.at(-1)).toMatchObject({ kind: 'end', dropped: 0, droppedEvents });
      expect(await describeRecording(stream.written)).toMatchObject({ droppedEvents, dropped: 0 });
    },
  );

  it("XR-05 with onFull: 'block' reads no further than there is room, and loses nothing", async () => {
    const pull = opened.add(new ZMQPull('inproc://blocked', { receiveHighWaterMark: 5 }));
    const push = opened.add(new ZMQPush('inproc://blocked', { sendHighWaterMark: 5 }));
    const stream = new Blocked();
    const recording = record(pull, stream, { onFull: 'block', maxQueuedBytes: 1000, count: 200 });
    const sending = (async () => {
      for (let n = 0; n < 200; n++) await push.send(`message ${n} ${'x'.repeat(50)}`);
    })();
    // It is at a standstill: turns of the event loop change nothing.
    let received = -1;
    while (pull.stats().messagesReceived !== received) {
      received = pull.stats().messagesReceived;
      for (let turn = 0; turn < 20; turn++) await nextTurn();
    }
    expect(received).toBeLessThan(60);
    stream.release();
    await sending;
    expect(await recording).toMatchObject({ count: 200, dropped: 0 });
    const messages = await messagesIn(stream.written);
    expect(messages.map(({ frames }) => `${frames[0]}`.split(' ')[1])).toStrictEqual(
      Array.from({ length: 200 }, (_, n) => String(n)),
    );
  });

  it('rejects with what the destination fails with, and leaves the socket open', async () => {
    const pull = opened.add(new ZMQPull('inproc://failing'));
    const push = opened.add(new ZMQPush('inproc://failing'));
    const failing = new Writable({ write: (_chunk, _encoding, done) => done(new Error('the disk is gone')) });
    await expect(record(pull, failing)).rejects.toThrow('the disk is gone');
    await push.send('after');
    expect(`${await pull.receive()}`).toBe('after');
  });

  it('writes to a WritableStream', async () => {
    const pull = opened.add(new ZMQPull('inproc://web'));
    await opened.add(new ZMQPush('inproc://web')).send('hello');
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const [summary, bytes] = await Promise.all([
      record(pull, writable, { count: 1 }),
      buffer(readable as unknown as AsyncIterable<Uint8Array>),
    ]);
    expect(summary.count).toBe(1);
    expect(await messagesIn([bytes])).toHaveLength(1);
  });

  it('XR-12 extracts the time of publication from a frame', async () => {
    const sub = opened.add(new ZMQSubscriber(undefined, ''));
    const pub = opened.add(new ZMQPublisher());
    sub.connect(await pub.bind(ANYWHERE));
    await pub.subscribed();
    const stream = new PassThrough();
    const recording = record(sub, stream, { timeFrom: '1:ms', count: 2, events: false });
    await pub.send(['topic', '1764141014725']);
    await pub.send(['topic', 'never']);
    await recording;
    expect((await messagesIn(stream)).map(({ published }) => published)).toStrictEqual([
      1_764_141_014_725_000,
      undefined,
    ]);
  });

  it.each([
    ['0:iso', '2026-11-26T07:10:14.725287Z', Date.UTC(2026, 10, 26, 7, 10, 14, 725) * 1000 + 287],
    ['0:s', '1764141014.5', 1_764_141_014_500_000],
    ['0:us', '12', 12],
    ['0:ns', '12000', 12],
    ['0:ns', '-12000', undefined],
    ['0:s', '1e3', undefined],
    ['0:iso', 'yesterday', undefined],
    ['1:s', '1', undefined],
    ['0:u64be-us', Buffer.from([0, 0, 0, 0, 0, 0, 1, 0]), 256],
    ['0:u64le-ms', Buffer.from([1, 0, 0, 0, 0, 0, 0, 0]), 1000],
    ['0:u64le-ms', Buffer.alloc(8, 255), undefined],
    ['0:u64le-ms', Buffer.alloc(7), undefined],
  ])('XR-12 %s of %o is %s', (spec, frame, time) => {
    expect(frameTime(spec)([Buffer.from(frame as Buffer)])).toBe(time);
  });

  it.each(['', 'x:ms', '0:days', '0', '-1:ms', '0:u64be-iso'])('XR-12 %j says no frame with a time', (spec) => {
    expect(() => frameTime(spec)).toThrow(/says no frame/);
  });

  it('XR-01 refuses options in the header that look like secrets', () => {
    const header = { type: 'SUB', endpoints: [], options: { curveSecretKey: 'x' } };
    expect(() => new RecordingWriter(new PassThrough(), header)).toThrow('curveSecretKey');
  });

  it('refuses what does not receive, what cannot be written to, and options that are not there', async () => {
    const push = opened.add(createSocket('PUSH'));
    await expect(record(push as never, new PassThrough())).rejects.toMatchObject({ code: 'EINVAL' });
    const pull = opened.add(createSocket('PULL'));
    await expect(record(pull, {} as never)).rejects.toMatchObject({ code: 'EINVAL' });
    await expect(record(pull, new PassThrough(), { cuont: 1 } as never)).rejects.toThrow('count');
    await expect(record(pull, new PassThrough(), { onFull: 'wait' as never })).rejects.toThrow('onFull');
    const dealer = opened.add(new ZMQDealer());
    await expect(record(dealer, new PassThrough(), { maxQueuedBytes: 0 })).rejects.toThrow('maxQueuedBytes');
  });
});

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
