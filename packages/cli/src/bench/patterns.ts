/** Two types of sockets between which messages are measured. */
export interface BenchPattern {
  readonly sender: 'PUSH' | 'PUB' | 'REQ' | 'DEALER' | 'PAIR';
  readonly receiver: 'PULL' | 'SUB' | 'REP' | 'ROUTER' | 'PAIR';
}

/** By their names in `--pattern`. */
export const PATTERNS: Readonly<Record<string, BenchPattern>> = {
  'push-pull': { sender: 'PUSH', receiver: 'PULL' },
  'pub-sub': { sender: 'PUB', receiver: 'SUB' },
  'req-rep': { sender: 'REQ', receiver: 'REP' },
  'dealer-router': { sender: 'DEALER', receiver: 'ROUTER' },
  pair: { sender: 'PAIR', receiver: 'PAIR' },
};
