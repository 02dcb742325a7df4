import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../chaos/random.js';
import type { LinkShape } from './network.js';
import type { Soak } from './soak.js';

/** Something that happens to the network or to a process. */
export interface Trouble {
  readonly name: string;
  happen(soak: Soak, random: Random): Promise<void>;
}

const CLEAR: LinkShape = { name: 'clear', delayMs: 0, lossPercent: 0, rateMbit: 0 };

/** Shapes that TCP makes up for: they may cost time, never a message. */
const SHAPES: readonly LinkShape[] = [
  { name: 'delay of 20 ms', delayMs: 20, lossPercent: 0, rateMbit: 0 },
  { name: 'delay of 100 ms', delayMs: 100, lossPercent: 0, rateMbit: 0 },
  { name: 'loss of 1 %', delayMs: 0, lossPercent: 1, rateMbit: 0 },
  { name: 'delay of 10 ms and loss of 2 %', delayMs: 10, lossPercent: 2, rateMbit: 0 },
  { name: '20 Mbit/s', delayMs: 0, lossPercent: 0, rateMbit: 20 },
];

/** What may happen, in equal shares. */
export const TROUBLES: readonly Trouble[] = [
  {
    name: 'calm',
    async happen(_soak, random) {
      await pause(random.between(500, 2500));
    },
  },
  {
    name: 'shape',
    async happen({ network }, random) {
      const shape = random.pick(network.netem ? SHAPES : SHAPES.filter(({ delayMs }) => delayMs === 0));
      network.shape(shape);
      await pause(random.between(1000, 4000));
      network.shape(CLEAR);
    },
  },
  {
    name: 'black hole',
    async happen({ network, ledger }, random) {
      const harm = ledger.harm('black hole');
      network.blackHole();
      await pause(random.between(200, 8000));
      network.shape(CLEAR);
      harm.to = Date.now();
    },
  },
  {
    name: 'cut',
    async happen({ network, ledger }, random) {
      const harm = ledger.harm('cut');
      network.reset();
      await pause(random.between(100, 400));
      network.shape(CLEAR);
      harm.to = Date.now();
    },
  },
  {
    name: 'stop',
    async happen(soak, random) {
      const peer = soak.peer(random.pick(['server', 'first', 'second']));
      const harm = soak.ledger.harm('stop');
      peer.pause();
      await pause(random.between(200, 4000));
      peer.resume();
      harm.to = Date.now();
    },
  },
  {
    name: 'kill',
    async happen(soak, random) {
      const name = random.pick(['server', 'second']);
      const harm = soak.ledger.harm('kill');
      await soak.peer(name).kill();
      await soak.start(name);
      harm.to = Date.now();
    },
  },
  {
    name: 'restart',
    async happen(soak) {
      // Sockets of a client that are closed with linger lose nothing of what they sent; so this is no harm to those
      // streams. What the server had under way to the client is lost.
      const fault = await soak.peer('second').end();
      if (fault !== undefined) soak.wrong.push(fault);
      await soak.start('second');
    },
  },
];
