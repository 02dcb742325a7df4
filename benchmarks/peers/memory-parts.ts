import { setTimeout as sleep } from 'node:timers/promises';
import { collectGarbage } from './garbage.js';
import { number, payload, tell } from './participant.js';

/** A sender that makes no progress for this long, in milliseconds, has met a full queue. */
const STANDSTILL_MS = 500;

/** The sockets of the memory scenario, of the library that is measured. */
export interface MemorySockets {
  /** A PULL that is bound; reports its endpoint as `bound`. */
  readonly bound: () => Promise<{ receive(): Promise<unknown> }>;
  /** A PUSH that is connected to `endpoint`. */
  readonly connected: () => { send(body: Buffer): Promise<unknown> };
}

/** The parts of the memory scenario, for libraries that run on Node. */
export function memoryParts({ bound, connected }: MemorySockets): Readonly<Record<string, () => Promise<void>>> {
  return {
    /** Sends `count` messages, and stays. */
    async push() {
      const push = connected();
      const body = payload();
      for (let count = number('count'); count > 0; count--) await push.send(body);
      await sleep(number('limit'));
    },

    /** Receives `count` messages; reports when `early` of them have arrived and when all have. */
    async pull() {
      const pull = await bound();
      const count = number('count');
      const early = number('early');
      for (let received = 1; received <= count; received++) {
        await pull.receive();
        if (received === early) tell({ early: true });
      }
      tell({ all: true });
      await collectGarbage();
      tell({ collected: true });
      await sleep(number('limit'));
    },

    /** Keeps one message in a thousand, and reports what each holds. */
    async keep() {
      const pull = await bound();
      const kept: unknown[] = [];
      for (let count = number('count'); count > 0; count--) {
        const message = await pull.receive();
        if (count % 1000 === 0) kept.push(message);
      }
      await collectGarbage();
      const held = heap();
      const { length } = kept;
      kept.length = 0;
      await collectGarbage();
      tell({ result: { 'bytes held': (held - heap()) / length } });
    },

    /** Receives one message and no more. */
    async stop() {
      const pull = await bound();
      await pull.receive();
      await sleep(number('limit'));
    },

    /** Sends until nothing more is accepted; reports how many messages were. */
    async flood() {
      const push = connected();
      const body = payload();
      await push.send(body);
      tell({ connected: true });
      await sleep(STANDSTILL_MS);
      let sent = 1;
      const flood = async (): Promise<never> => {
        for (; ; sent++) await push.send(body);
      };
      void flood();
      for (let before = 0; before !== sent;) {
        before = sent;
        await sleep(STANDSTILL_MS);
      }
      tell({ accepted: sent });
      await sleep(number('limit'));
    },
  };
}

function heap(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
