import { describe, expect, it } from 'vitest';
import { PeerPipe } from '../../src/engine/peer-pipe.js';
import { TotalWeight } from '../../src/queue/weighed-queue.js';
import type { Outgoing, PeerLink } from '../../src/spi.js';
import { Message } from '../../src/spi.js';
import { afterNextPoll } from '../../src/turn/after-next-poll.js';

/** When what has waited for a link is sent. */
const nextPoll = (): Promise<void> => new Promise(afterNextPoll);

/** A link that takes so many messages and notes what it is asked for. */
class FakeLink implements PeerLink {
  readonly peer = {};
  readonly synchronous = false;
  readonly maxFrameBytes = Infinity;
  readonly flushed = true;
  over = false;
  room = Infinity;
  readonly sent: Outgoing[] = [];
  readonly asked: string[] = [];

  send(message: Outgoing): boolean {
    this.sent.push(message);
    return this.sent.length < this.room;
  }

  sendCommand(): void {}

  resume(): void {
    this.asked.push('resume');
  }

  halt(): void {
    this.asked.push('halt');
  }

  end(): void {
    this.asked.push('end');
  }

  destroy(): void {
    this.asked.push('destroy');
  }
}

function open(limits: { receiveHighWaterMark?: number; receiveHighWaterMarkBytes?: number } = {}) {
  const told: string[] = [];
  const pipe = new PeerPipe(
    {
      pipeReadable: () => told.push('readable'),
      pipeWritable: () => told.push('writable'),
      pipeCommand: () => {},
      pipeDropped: (_pipe, reason, count) => told.push(`${reason} ${count}`),
      pipeWriteClosed: () => told.push('write closed'),
      pipeLost: () => told.push('lost'),
      pipeEmptied: () => told.push('emptied'),
    },
    {
      sendHighWaterMark: 2,
      receiveHighWaterMark: 4,
      sendHighWaterMarkBytes: 0,
      receiveHighWaterMarkBytes: 0,
      incomingTotal: new TotalWeight(Infinity),
      conflate: false,
      ...limits,
    },
    'tcp://127.0.0.1:5555',
    {},
  );
  const link = new FakeLink();
  return { pipe, link, told };
}

const texts = (pipe: PeerPipe): string[] => {
  const read: string[] = [];
  for (let message = pipe.read(); message !== undefined; message = pipe.read()) read.push(`${message}`);
  return read;
};

describe('the marks of a PeerPipe, when they are changed', () => {
  const marks = {
    sendHighWaterMark: 2,
    receiveHighWaterMark: 4,
    sendHighWaterMarkBytes: 0,
    receiveHighWaterMarkBytes: 0,
  };

  it('raised, make room at once, and tell of it once', () => {
    const { pipe, told } = open();
    for (const text of ['a', 'b']) pipe.write(text);
    expect(pipe.writable).toBe(false);
    pipe.limit({ ...marks, sendHighWaterMark: 3 });
    expect([pipe.writable, told]).toEqual([true, ['writable']]);
    pipe.limit({ ...marks, sendHighWaterMark: 4 });
    expect(told).toEqual(['writable']);
  });

  it('lowered, keep what is queued, and tell when half of the new mark has left', async () => {
    const { pipe, link, told } = open();
    pipe.limit({ ...marks, sendHighWaterMark: 0 });
    for (const text of ['a', 'b', 'c', 'd']) pipe.write(text);
    expect(pipe.writable).toBe(true);
    pipe.limit(marks);
    expect([pipe.writable, told]).toEqual([false, []]);
    link.room = 2;
    pipe.adopt(link);
    pipe.start();
    await nextPoll();
    // Two are left, and half of the mark is one.
    expect([link.sent, told]).toEqual([['a', 'b'], []]);
    link.room = 3;
    pipe.drained();
    expect([link.sent, told]).toEqual([['a', 'b', 'c'], ['writable']]);
  });

  it('raised, have the link hand up messages again', () => {
    const { pipe, link } = open({ receiveHighWaterMark: 2 });
    pipe.adopt(link);
    pipe.start();
    expect(['a', 'b'].map((text) => pipe.message(new Message(text)))).toEqual([true, false]);
    pipe.limit({ ...marks, receiveHighWaterMark: 3 });
    // Two of three is more than half.
    expect(link.asked).toEqual([]);
    pipe.limit({ ...marks, receiveHighWaterMark: 4 });
    expect(link.asked).toEqual(['resume']);
    expect(['c', 'd'].map((text) => pipe.message(new Message(text)))).toEqual([true, false]);
    expect(texts(pipe)).toEqual(['a', 'b', 'c', 'd']);
  });
});

describe('a PeerPipe', () => {
  it('open: sends what has waited for its link, in order, and then straight through', async () => {
    const { pipe, link } = open();
    pipe.write('a');
    expect(pipe.writable).toBe(true);
    pipe.write('b');
    expect(pipe.writable).toBe(false);
    pipe.adopt(link);
    pipe.start();
    expect(link.sent).toEqual([]);
    await nextPoll();
    pipe.write('c');
    expect(link.sent).toEqual(['a', 'b', 'c']);
    expect(pipe.buffered).toBe(true);
  });

  it('open: keeps what has waited when the link is over before the next reading', async () => {
    const { pipe, link } = open();
    pipe.write('a');
    pipe.adopt(link);
    pipe.start();
    pipe.held();
    pipe.closed(undefined);
    await nextPoll();
    expect([link.sent, pipe.outgoing]).toEqual([[], 1]);
    const next = new FakeLink();
    pipe.adopt(next);
    pipe.start();
    await nextPoll();
    expect(next.sent).toEqual(['a']);
  });

  it('leaving: takes nothing more, sends what was written, ends the link, and can still be read', () => {
    const { pipe, link } = open();
    pipe.adopt(link);
    link.room = 1;
    pipe.write('a');
    pipe.write('b');
    pipe.message(new Message('in'));
    pipe.leave();
    expect(pipe.writable).toBe(false);
    expect(link.asked).toEqual(['halt']);
    link.room = Infinity;
    pipe.drained();
    expect(link.sent).toEqual(['a', 'b']);
    expect(link.asked).toEqual(['halt', 'end']);
    expect(texts(pipe)).toEqual(['in']);
  });

  it('retired: drops what waits to be sent, and tells when it has been read to its end', async () => {
    const { pipe, told } = open();
    pipe.write('a');
    pipe.message(new Message('in'));
    expect(pipe.retire()).toBe(1);
    expect(pipe.writable).toBe(false);
    expect(`${pipe.read()}`).toBe('in');
    await Promise.resolve();
    expect(told).toEqual(['emptied']);
  });

  it('discard: drops what came in, and what still comes', () => {
    const { pipe, link, told } = open();
    pipe.adopt(link);
    pipe.message(new Message('a'));
    pipe.discard();
    expect(pipe.message(new Message('b'))).toBe(false);
    expect(told).toEqual(['unread 1', 'unread 1']);
    expect(pipe.readable).toBe(false);
  });

  it('stops its link at the mark of messages, and resumes it at half of it', () => {
    const { pipe, link } = open();
    pipe.adopt(link);
    const goOn = ['a', 'b', 'c', 'd'].map((text) => pipe.message(new Message(text)));
    expect(goOn).toEqual([true, true, true, false]);
    pipe.read();
    expect(link.asked).toEqual([]);
    pipe.read();
    expect(link.asked).toEqual(['resume']);
  });

  it('stops its link at the mark of bytes, whatever the number of messages', () => {
    const { pipe, link } = open({ receiveHighWaterMarkBytes: 1000 });
    pipe.adopt(link);
    expect(pipe.message(new Message(Buffer.alloc(10)))).toBe(true);
    expect(pipe.message(new Message(Buffer.alloc(2000)))).toBe(false);
    pipe.read();
    expect(link.asked).toEqual([]);
    pipe.read();
    expect(link.asked).toEqual(['resume']);
  });

  it('keeps what came in when its link is lost', () => {
    const { pipe, link, told } = open();
    pipe.adopt(link);
    pipe.message(new Message('a'));
    pipe.closed(undefined);
    expect(told).toEqual(['readable', 'lost']);
    expect(pipe.buffered).toBe(false);
    expect(texts(pipe)).toEqual(['a']);
  });
});
