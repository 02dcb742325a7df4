import { describe } from 'vitest';
import { Suite } from '../conformance/suite.js';
import type { TestedEngine } from '../conformance/tested-engine.js';
import { exceptionsOf } from '../conformance/tested-engine.js';
import type { TestedTransport } from '../conformance/transports.js';
import { ending } from './ending.js';
import { iterating } from './iterating.js';
import { meeting } from './meeting.js';
import { rawBytes } from './raw-bytes.js';
import { receiving } from './receiving.js';
import { sending } from './sending.js';
import { waitingForRoom } from './waiting-for-room.js';
import type { TestedSocketType, Traits } from './tested-socket-type.js';

interface Group {
  readonly name: string;
  readonly register: (suite: Suite, type: TestedSocketType) => void;
  /** Whether the promises are those of such a type. */
  readonly appliesTo: (traits: Traits) => boolean;
}

const GROUPS: readonly Group[] = [
  { name: 'meeting', register: meeting, appliesTo: () => true },
  { name: 'sending', register: sending, appliesTo: ({ sends, raw }) => sends && raw !== true },
  {
    name: 'waiting for room',
    register: waitingForRoom,
    appliesTo: ({ sends, muteAction, raw }) => sends && muteAction === 'block' && raw !== true,
  },
  { name: 'receiving', register: receiving, appliesTo: ({ receives, raw }) => receives && raw !== true },
  { name: 'iterating', register: iterating, appliesTo: ({ receives, raw }) => receives && raw !== true },
  { name: 'raw bytes', register: rawBytes, appliesTo: ({ raw }) => raw === true },
  { name: 'ending', register: ending, appliesTo: () => true },
];

/** What the suite is run on. */
export interface SocketTypeConformanceOptions {
  readonly type: TestedSocketType;
  readonly engine: TestedEngine;
  /** The transports to run over. Default: those of the engine. */
  readonly transports?: readonly TestedTransport[] | undefined;
}

/**
 * Registers tests of what every socket promises, whatever its type: endpoints, bind and connect, order, timeouts, signals,
 * high-water marks, iteration, closing. The traits of the definition say which promises apply. The type must exchange
 * messages as they are, or be `raw`: REQ, REP and ROUTER have envelopes, or a fixed order, and are tested by `conformance`.
 */
export function socketTypeConformance({ type, engine, transports }: SocketTypeConformanceOptions): void {
  const side = transports === undefined ? engine : { ...engine, transports };
  const pair = { binder: side, connecter: side };
  describe(`${type.definition.type} on ${engine.name}`, () => {
    for (const { name, register, appliesTo } of GROUPS) {
      if (!appliesTo(type.definition)) continue;
      describe(name, () => register(new Suite(pair, name, new Set(), exceptionsOf(pair)), type));
    }
  });
}
