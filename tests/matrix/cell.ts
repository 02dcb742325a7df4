import type { TaskMeta } from 'vitest';

/** The patterns that are counted, in order; `all` is what every socket does. */
export const PATTERNS = ['REQ/REP', 'DEALER/ROUTER', 'PUB/SUB', 'XPUB/XSUB', 'PUSH/PULL', 'PAIR', 'all'] as const;

export type Pattern = (typeof PATTERNS)[number];

/** Where a test counts in the matrix of `docs/compat.md`. */
export interface Cell {
  readonly engine: string;
  /** The engine, library or runtime at the other end. */
  readonly peer: string;
  readonly transport: string;
  readonly pattern: Pattern;
}

/** Why a test is known to fail where it counts. */
export interface KnownFailure {
  /** What is tested, in words. */
  readonly test: string;
  readonly reason: string;
}

declare module 'vitest' {
  interface TaskMeta {
    cell?: Cell;
    knownFailure?: KnownFailure;
  }
}

const OF_GROUP: Readonly<Record<string, Pattern>> = {
  'REQ and REP': 'REQ/REP',
  'reply envelopes': 'REQ/REP',
  request: 'REQ/REP',
  'DEALER and ROUTER': 'DEALER/ROUTER',
  'ROUTER options': 'DEALER/ROUTER',
  'PUB and SUB': 'PUB/SUB',
  subscribed: 'PUB/SUB',
  'XPUB and XSUB': 'XPUB/XSUB',
  'PUSH and PULL': 'PUSH/PULL',
  PAIR: 'PAIR',
};

/** The types that say the pattern, where a test is about a pair of them. */
const OF_TYPE: readonly (readonly [RegExp, Pattern])[] = [
  [/\bX(PUB|SUB)\b/, 'XPUB/XSUB'],
  [/\b(PUB|SUB)\b/, 'PUB/SUB'],
  [/\b(REQ|REP)\b/, 'REQ/REP'],
  [/\b(DEALER|ROUTER)\b/, 'DEALER/ROUTER'],
  [/\b(PUSH|PULL)\b/, 'PUSH/PULL'],
  [/\bPAIR\b/, 'PAIR'],
];

/** Where a test counts, and why it is known to fail there, if it is; `undefined` when it does not count. */
export function cellOf({
  cell,
  knownFailure,
  conformance,
}: TaskMeta): { cell: Cell; knownFailure?: KnownFailure } | undefined {
  if (conformance !== undefined) {
    const { binder: engine, connecter: peer, transport, group, title } = conformance;
    const counted = { engine, peer, transport, pattern: patternOf(group, title) };
    return { cell: counted, ...(conformance.knownFailure && { knownFailure: conformance.knownFailure }) };
  }
  return cell && { cell, ...(knownFailure && { knownFailure }) };
}

/** The pattern that a conformance test is about, by its group; a socket pair's by its types. */
function patternOf(group: string, title: string): Pattern {
  if (group !== 'socket pairs') return OF_GROUP[group] ?? 'all';
  return OF_TYPE.find(([type]) => type.test(title))?.[1] ?? 'all';
}
