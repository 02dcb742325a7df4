import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { Message } from '@zeromq-ts/core';
import { ZMQDealer, ZMQRouter } from '@zeromq-ts/dealerrouter';
import { ZMQPair } from '@zeromq-ts/pair';
import { ZMQPublisher, ZMQSubscriber, ZMQXPublisher, ZMQXSubscriber } from '@zeromq-ts/pubsub';
import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
import { record, replay, ReplayControl, type ReplayOptions, type ReplaySummary } from '@zeromq-ts/recording';
import { ZMQReply, ZMQRequest } from '@zeromq-ts/reqrep';
import { afterEach, describe, expect, it } from 'vitest';
import { ANYWHERE, ENGINES, Opened } from '../proxy/setup.js';
import { END, HEADER, messagesIn, randomFrom } from './setup.js';

const opened = new Opened();
afterEach(() => opened.close());

/** A target that notes what it is sent, and when. */
class Notes {
  readonly type: string = 'PUSH';
  readonly texts: string[] = [];
  readonly times: number[] = [];

  async send(frames: unknown): Promise<boolean> {
    this.texts.push((frames as Uint8Array[]).map(String).join('|'));
    this.times.push(performance.now());
    return true;
  }

  async connected(): Promise<void> {}

  stats(): never {
    return { dropped: {} } as never;
  }
}

function recordingOf(...lines: string[]): string[] {
  return [`${HEADER}${lines.map((line) => `${line}\n`).join('')}${END}`];
}

async function replayed(lines: string[], options?: ReplayOptions): Promise<Notes & { summary: ReplaySummary }> {
  const notes = new Notes();
  const summary = await replay(() => recordingOf(...lines), notes, options);
  return Object.assign(notes, { summary });
}

/** Messages of all kinds, the same each time. */
function messages(count: number): Buffer[][] {
  const random = randomFrom(17);
  const all = Buffer.from(Array.from({ length: 256 }, (_, octet) => octet));
  const fixed = [[all], [Buffer.alloc(0)], [Buffer.alloc(0), Buffer.alloc(0)], Array.from({ length: 1000 }, () => all)];
  const others = Array.from({ length: count - fixed.length }, () =>
    Array.from({ length: 1 + (random() % 4) }, () =>
      Buffer.from(
        Array.from({ length: random() % 40 }, () => (random() % 3 === 0 ? random() % 256 : 97 + (random() % 26))),
      ),
    ),
  );
  return [...fixed, ...others];
}

interface Receiver {
  bind(endpoint: string): Promise<string>;
  receive(): Promise<Message>;
}

describe('XR-16 replay', () => {
  describe.each(ENGINES)('on %s', (engine) => {
    const options = { engine, receiveHighWaterMark: 0, sendHighWaterMark: 0 };
    it.each([
      ['PULL', () => new ZMQPull(undefined, options), () => new ZMQPush(undefined, options)],
      ['SUB', () => new ZMQSubscriber(undefined, '', options), () => new ZMQPublisher(undefined, options)],
      ['XSUB', () => xsub(options), () => new ZMQXPublisher(undefined, options)],
      ['PAIR', () => new ZMQPair(undefined, options), () => new ZMQPair(undefined, options)],
      ['DEALER', () => new ZMQDealer(undefined, options), () => new ZMQDealer(undefined, options)],
      ['ROUTER', () => new ZMQRouter(undefined, options), () => new ZMQDealer(undefined, options)],
    ] as const)('XR-17 what a %s has received arrives equal and in order', async (type, receiver, sender) => {
      const sent = messages(200);
      const [to, from] = [opened.add(receiver()), opened.add(sender())];
      from.connect(await (to as unknown as Receiver).bind(ANYWHERE));
      if ('subscribed' in from) await from.subscribed();
      const file = new PassThrough();
      const recording = record(to, file, { count: sent.length, onFull: 'block' });
      for (const frames of sent) await from.send(frames);
      const [bytes] = await Promise.all([buffer(file), recording]);

      const arriving = (async () => {
        const arrived: Message[] = [];
        while (arrived.length < sent.length) arrived.push(await (to as unknown as Receiver).receive());
        return arrived;
      })();
      const summary = await replay([bytes], from, { speed: Infinity });
      expect(summary).toMatchObject({ sent: sent.length, skipped: 0, dropped: 0, cutOff: false });
      const arrived = (await arriving).map(({ frames }) => frames.slice(type === 'ROUTER' ? 1 : 0));
      expect(arrived).toStrictEqual(sent);
    });
  });

  it('XR-17 a frame of 64 MiB', { timeout: 60_000 }, async () => {
    const pull = opened.add(new ZMQPull('inproc://large'));
    const push = opened.add(new ZMQPush('inproc://large'));
    const frame = Buffer.alloc(64 * 1024 * 1024, Buffer.of(1, 255, 7));
    await push.send(frame);
    const file = new PassThrough();
    const [bytes] = await Promise.all([buffer(file), record(pull, file, { count: 1 })]);
    const [recorded] = await messagesIn([bytes]);
    expect(frame.equals(recorded?.frames[0] as Uint8Array)).toBe(true);
    await replay([bytes], push);
    expect(frame.equals((await pull.receive()).frames[0] as Uint8Array)).toBe(true);
  });

  it('sends through a ROUTER to the peer whose routing id was recorded', async () => {
    const router = opened.add(new ZMQRouter());
    const anna = opened.add(new ZMQDealer(await router.bind(ANYWHERE), { routingId: 'anna' }));
    await anna.send('hello');
    await router.receive();
    await replay(recordingOf('{"t":0,"f":["to anna"],"i":"anna"}'), router);
    expect(`${await anna.receive()}`).toBe('to anna');
    await expect(replay(recordingOf('{"t":0,"f":["to whom"]}'), router)).rejects.toThrow('routing id');
  });

  it('XR-09 waits for peers, of a PUB for subscribers, and no longer than it may', async () => {
    const pub = opened.add(new ZMQPublisher());
    const endpoint = await pub.bind(ANYWHERE);
    await expect(replay(recordingOf('{"t":0,"f":["a"]}'), pub, { timeout: 1 })).rejects.toMatchObject({
      code: 'EAGAIN',
    });
    const replaying = replay(recordingOf('{"t":0,"f":["a"]}'), pub, { peers: 2 });
    const subscribers = [1, 2].map(() => opened.add(new ZMQSubscriber(endpoint, '')));
    for (const each of subscribers) expect(`${await each.receive()}`).toBe('a');
    expect(await replaying).toMatchObject({ sent: 1, dropped: 0 });
  });

  it('XR-13 a PUSH waits for room, and a send that never resolves ends by the timeout', async () => {
    const push = opened.add(new ZMQPush('@inproc://nobody', { sendHighWaterMark: 1 }));
    await expect(replay(recordingOf('{"t":0,"f":["a"]}'), push, { peers: 0, timeout: 1 })).rejects.toMatchObject({
      code: 'EAGAIN',
    });
  });

  it('XR-10 keeps the times at a speed: none is sent early', async () => {
    const lines = [0, 20_000, 20_000, 90_000].map((t, n) => `{"t":${t},"f":["${n}"]}`);
    const { times, texts, summary } = await replayed(lines, { speed: 2 });
    expect(texts).toStrictEqual(['0', '1', '2', '3']);
    const start = times[0] as number;
    // What is due in the same millisecond goes in one turn.
    expect((times[1] as number) - start).toBeGreaterThanOrEqual(9);
    expect((times[3] as number) - start).toBeGreaterThanOrEqual(44);
    expect(summary.drift.max).toBeGreaterThanOrEqual(summary.drift.p99);
    expect(summary.badTimes).toBe(0);
  });

  it('XR-10 sends at a rate, whatever the times are', async () => {
    const lines = Array.from({ length: 21 }, (_, n) => `{"t":${n * 1e9},"f":["${n}"]}`);
    const { times, summary } = await replayed(lines, { rate: 1000 });
    expect(summary.sent).toBe(21);
    expect((times[20] as number) - (times[0] as number)).toBeGreaterThanOrEqual(19);
  });

  it('XR-12 times that are missing, zero, equal, backward or decades ahead mean at once, in the order of the file', async () => {
    const lines = ['0', '-5', '1764141014000000', '5', 'null', '9e15', '1e308', '3', '3'].map(
      (t, n) => `{"t":${t},"f":["${n}"]}`,
    );
    const { texts, summary } = await replayed([...lines, '{"f":["9"]}']);
    expect(texts).toStrictEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
    expect(summary.badTimes).toBe(8);
    expect(summary.duration).toBeLessThan(30_000);
  });

  it("XR-12 goes by the times of publication with by: 'published', and a clock that was not set means at once", async () => {
    const lines = ['"x":0', '"x":1764141014000000', '"x":1764141014030000', '"t":5'].map(
      (time, n) => `{${time},"f":["${n}"]}`,
    );
    const { times, summary } = await replayed(lines, { by: 'published' });
    expect((times[2] as number) - (times[0] as number)).toBeGreaterThanOrEqual(28);
    expect(summary.badTimes).toBe(2);
  });

  it('XR-10 shortens pauses with maxGap', async () => {
    const { texts, summary } = await replayed(['{"t":0,"f":["a"]}', '{"t":86400000000,"f":["b"]}'], { maxGap: 5 });
    expect(texts).toStrictEqual(['a', 'b']);
    expect(summary.duration).toBeLessThan(30_000);
  });

  it('XR-10 begins and ends at offsets and at times of the day', async () => {
    const lines = [0, 1000, 2000, 3000].map((t) => `{"t":${t},"f":["${t}"]}`);
    expect((await replayed(lines, { from: 1, to: 3 })).texts).toStrictEqual(['1000', '2000']);
    const from = '2026-11-26T07:10:14.726287Z';
    expect((await replayed(lines, { from, to: new Date('2030-01-01') })).texts).toStrictEqual(['1000', '2000', '3000']);
    await expect(replayed(lines, { from: 'noon' })).rejects.toThrow('from');
  });

  it('XR-10 sends what matches, as many as asked for, as often as asked for', async () => {
    const lines = ['a', 'b', 'c'].map((text) => `{"t":0,"f":["${text}"]}`);
    const notB = { match: ({ frames }: { frames: readonly Uint8Array[] }) => `${frames[0]}` !== 'b' };
    expect(await replayed(lines, notB)).toMatchObject({ texts: ['a', 'c'], summary: { sent: 2, skipped: 1 } });
    expect((await replayed(lines, { loops: 2, count: 5 })).texts).toStrictEqual(['a', 'b', 'c', 'a', 'b']);
    expect((await replayed(lines, { count: 0 })).texts).toStrictEqual([]);
    await expect(replay(recordingOf(...lines), new Notes(), { loops: 2 })).rejects.toThrow('function');
    // Without end, over nothing that is wanted.
    expect((await replayed(lines, { loops: Infinity, match: () => false })).texts).toStrictEqual([]);
  });

  it('sends one direction of what was recorded between two sockets', async () => {
    const lines = ['{"t":0,"f":["question"],"d":"in"}', '{"t":0,"f":["answer"],"d":"out"}'];
    expect((await replayed(lines)).texts).toStrictEqual(['question']);
    expect((await replayed(lines, { direction: 'out' })).texts).toStrictEqual(['answer']);
    expect((await replayed(lines, { direction: 'both' })).texts).toStrictEqual(['question', 'answer']);
  });

  it('XR-11 after a stall catches up in bursts of at most 1000 a turn, or shifts', async () => {
    const lines = Array.from({ length: 3000 }, (_, n) => `{"t":${n},"f":["${n}"]}`);
    let passed = 0;
    let running = true;
    const countTurns = (): void => {
      passed++;
      if (running) setImmediate(countTurns);
    };
    const slow = new Notes();
    const firstSend = slow.send.bind(slow);
    slow.send = async (frames) => {
      if (slow.texts.length === 0) block(20);
      return firstSend(frames);
    };
    countTurns();
    await replay(recordingOf(...lines), slow);
    running = false;
    expect(slow.texts).toHaveLength(3000);
    expect(passed).toBeGreaterThanOrEqual(3);

    const shifted = new Notes();
    const send = shifted.send.bind(shifted);
    shifted.send = async (frames) => {
      const sent = await send(frames);
      if (shifted.texts.length === 1) block(30);
      return sent;
    };
    await replay(recordingOf('{"t":0,"f":["a"]}', '{"t":10000,"f":["b"]}', '{"t":20000,"f":["c"]}'), shifted, {
      catchUp: false,
    });
    expect((shifted.times[2] as number) - (shifted.times[1] as number)).toBeGreaterThanOrEqual(8);
  });

  it('XR-14 pauses, steps, changes its speed and goes on', async () => {
    const control = new ReplayControl();
    control.pause();
    const notes = new Notes();
    const lines = Array.from({ length: 5 }, (_, n) => `{"t":${n * 3_600_000_000},"f":["${n}"]}`);
    const replaying = replay(recordingOf(...lines), notes, { control });
    await turns(10);
    expect(notes.texts).toStrictEqual([]);
    control.step();
    control.step();
    await turns(10);
    expect(notes.texts).toStrictEqual(['0', '1']);
    control.speed = Infinity;
    await turns(10);
    expect(notes.texts).toHaveLength(2);
    control.resume();
    expect(await replaying).toMatchObject({ sent: 5 });
    expect(() => {
      control.speed = 0;
    }).toThrow('speed');
  });

  it('XR-14 a higher speed holds for the pause that is under way', async () => {
    const control = new ReplayControl();
    const notes = new Notes();
    const replaying = replay(recordingOf('{"t":0,"f":["a"]}', '{"t":3600000000,"f":["b"]}'), notes, { control });
    await turns(10);
    expect(notes.texts).toStrictEqual(['a']);
    control.speed = 3_600_000;
    expect(await replaying).toMatchObject({ sent: 2 });
  });

  it('ends after its count, and rejects with the reason of its signal, while the source gives nothing more', async () => {
    const controller = new AbortController();
    // Then it waits for an entry.
    const onProgress = (sent: number): void => {
      if (sent === 2) setImmediate(() => controller.abort(new Error('enough')));
    };
    for (const options of [{ count: 2 }, { signal: controller.signal, onProgress }]) {
      const source = new PassThrough();
      source.write(`${HEADER}${'{"t":0,"f":["x"]}\n'.repeat(2)}`);
      const notes = new Notes();
      const replaying = replay(source, notes, options);
      if ('count' in options) {
        expect(await replaying).toMatchObject({ sent: 2, cutOff: false });
        expect(source.destroyed).toBe(true);
      } else {
        await expect(replaying).rejects.toThrow('enough');
        expect(notes.texts).toStrictEqual(['x', 'x']);
        source.end();
      }
    }
  });

  it('rejects with the reason of its signal, at any time', async () => {
    const controller = new AbortController();
    const lines = ['{"t":0,"f":["a"]}', '{"t":3600000000,"f":["b"]}'];
    const replaying = replayed(lines, { signal: controller.signal });
    await turns(10);
    controller.abort(new Error('enough'));
    await expect(replaying).rejects.toThrow('enough');
    await expect(replayed(lines, { signal: controller.signal })).rejects.toThrow('enough');
  });

  it('says that the recording was cut off, after what there is', async () => {
    const notes = new Notes();
    expect(await replay([`${HEADER}{"t":0,"f":["a"]}\n{"t":`], notes)).toMatchObject({ sent: 1, cutOff: true });
    expect(notes.texts).toStrictEqual(['a']);
  });

  it('XA-04 connects to nothing that the header names', async () => {
    const header = HEADER.replace('[]', '["tcp://127.0.0.1:1"]');
    const push = opened.add(new ZMQPush('@inproc://unconnected'));
    await replay([header + END], push, { peers: 0 });
    expect(push.endpoint).toBe('inproc://unconnected');
  });

  it('refuses sockets that send in turns, and wrong options', async () => {
    for (const socket of [new ZMQRequest(), new ZMQReply()].map((each) => opened.add(each))) {
      await expect(replay(recordingOf(), socket)).rejects.toThrow('turn');
    }
    await expect(replay(recordingOf(), opened.add(new ZMQPull()) as never)).rejects.toMatchObject({ code: 'EINVAL' });
    for (const options of [
      { speed: 0 },
      { rate: -1 },
      { by: 'when' },
      { loops: 0.5 },
      { direction: 'up' },
      { sped: 1 },
    ]) {
      await expect(replay(recordingOf(), new Notes(), options as never)).rejects.toMatchObject({ code: 'EINVAL' });
    }
  });
});

function xsub(options: object): ZMQXSubscriber {
  const socket = new ZMQXSubscriber(undefined, options);
  socket.subscribe('');
  return socket;
}

/** Keeps the event loop busy: a stall is what is tested. */
function block(milliseconds: number): void {
  const until = performance.now() + milliseconds;
  while (performance.now() < until);
}

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) {
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
}
