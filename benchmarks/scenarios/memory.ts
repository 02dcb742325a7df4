import type { ParticipantProcess } from '../run/participant-process.js';
import { memoryOf } from '../run/process-figures.js';
import { Stage } from '../run/stage.js';
import type { Case, Figures, Scenario } from './scenario.js';

const SIZE = 10;
const MIB = 1_048_576;
/** Millions of messages take their time where each takes several microseconds. */
const GRACE = 300_000;

const LIKE_ALL = { size: SIZE, stride: 1 };
const peaks = (...processes: readonly ParticipantProcess[]): number[] =>
  processes.map(({ pid }) => memoryOf(pid).peak / MIB);

const STREAM: Case = {
  name: 'a stream of 10 million messages',
  metrics: ['peak of the sender', 'peak of the receiver', 'receiver afterwards'].map((name) => ({
    name,
    unit: 'MiB',
    better: 'less',
  })),
  quick: true,
  async measure(peer, timing) {
    await using stage = new Stage(peer, timing, GRACE);
    const count = timing.quick ? 500_000 : 10_000_000;
    const values = { ...LIKE_ALL, count, early: count };
    const { binder, endpoint } = await stage.bind('memory', 'pull', { ...values, endpoint: stage.endpoint('tcp') });
    const push = stage.start('memory', 'push', { ...values, endpoint });
    await stage.report(binder, 'all');
    const [sender = 0, receiver = 0] = peaks(push, binder);
    await stage.report(binder, 'collected');
    return {
      'peak of the sender': sender,
      'peak of the receiver': receiver,
      'receiver afterwards': memoryOf(binder.pid).now / MIB,
    };
  },
};

/** The first million messages say little: V8 lets its heap grow for seconds before it has the size that it stays at. */
const LONG_STREAM: Case = {
  name: 'a stream of 40 million messages, from its first 10 million to its end',
  metrics: [{ name: 'growth of the peak', unit: 'MiB', better: 'less' }],
  quick: false,
  peers: ['zmtp'],
  async measure(peer, timing) {
    await using stage = new Stage(peer, timing, GRACE);
    const count = 40_000_000;
    const values = { ...LIKE_ALL, count, early: count / 4 };
    const { binder, endpoint } = await stage.bind('memory', 'pull', { ...values, endpoint: stage.endpoint('tcp') });
    const push = stage.start('memory', 'push', { ...values, endpoint });
    await stage.report(binder, 'early');
    const early = peaks(push, binder);
    await stage.report(binder, 'all');
    const growth = peaks(push, binder).map((peak, index) => peak - (early[index] ?? 0));
    return { 'growth of the peak': Math.max(...growth) };
  },
};

const KEPT: Case = {
  name: 'one message in a thousand kept out of 3 million',
  metrics: [{ name: 'bytes held', unit: 'B a message', better: 'less' }],
  quick: true,
  async measure(peer, timing) {
    await using stage = new Stage(peer, timing, GRACE);
    const values = { ...LIKE_ALL, count: timing.quick ? 300_000 : 3_000_000 };
    const { binder, endpoint } = await stage.bind('memory', 'keep', { ...values, endpoint: stage.endpoint('tcp') });
    stage.start('memory', 'push', { ...values, endpoint });
    return await stage.report<Figures>(binder, 'result');
  },
};

const STALLED: Case = {
  name: 'a receiver that stops reading, 1 KiB',
  metrics: [
    { name: 'messages accepted', unit: 'messages', better: 'less' },
    { name: 'growth of the sender', unit: 'MiB', better: 'less' },
    { name: 'growth of the receiver', unit: 'MiB', better: 'less' },
  ],
  quick: true,
  async measure(peer, timing) {
    await using stage = new Stage(peer, timing);
    const values = { ...LIKE_ALL, size: 1024 };
    const { binder, endpoint } = await stage.bind('memory', 'stop', { ...values, endpoint: stage.endpoint('tcp') });
    const flood = stage.start('memory', 'flood', { ...values, endpoint });
    await stage.report(flood, 'connected');
    const before = peaks(flood, binder);
    const accepted = await stage.report<number>(flood, 'accepted');
    const [sender = 0, receiver = 0] = peaks(flood, binder).map((peak, index) => peak - (before[index] ?? 0));
    return { 'messages accepted': accepted, 'growth of the sender': sender, 'growth of the receiver': receiver };
  },
};

export const MEMORY: Scenario = {
  name: 'memory',
  title: `What a PUSH and a PULL in two processes hold, over tcp, with messages of ${SIZE} B where nothing else is said.`,
  program: 'memory',
  cases: [STREAM, LONG_STREAM, KEPT, STALLED],
};
