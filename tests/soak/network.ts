import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';

/** What the link between the two namespaces does to packets. */
export interface LinkShape {
  readonly name: string;
  /** Milliseconds, each way. */
  readonly delayMs: number;
  /** Percent of the packets. */
  readonly lossPercent: number;
  /** Megabits a second; 0: as fast as it can. */
  readonly rateMbit: number;
}

/** The address of the server's end of the link. */
export const SERVER_ADDRESS = '10.213.77.1';
const CLIENT_ADDRESS = '10.213.77.2';

function run(command: string, ...args: readonly string[]): void {
  execFileSync(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
}

function works(command: string, ...args: readonly string[]): boolean {
  try {
    run(command, ...args);
    return true;
  } catch {
    return false;
  }
}

/** Why no network namespaces can be made here; `undefined` when they can. */
export function lackOfNamespaces(): string | undefined {
  if (process.platform !== 'linux') return 'network namespaces are of Linux';
  if (process.getuid?.() !== 0) return 'network namespaces need root';
  if (!works('ip', '-V') || !works('tc', '-V')) return 'iproute2 is not installed';
  if (!works('nft', '--version')) return 'nftables is not installed';
  const name = `zts-try-${randomBytes(3).toString('hex')}`;
  if (!works('ip', 'netns', 'add', name)) return 'the system lets nobody add a network namespace';
  run('ip', 'netns', 'del', name);
  return undefined;
}

/**
 * Two hosts of our own: network namespaces with one virtual cable between them.
 *
 * Delay and loss are made by `tc netem`. Kernels without it: loss by nftables, a rate by `tc tbf`, and no delay.
 */
export class Network {
  readonly server: string;
  readonly client: string;
  /** Whether this kernel can delay packets. */
  readonly netem: boolean;

  constructor() {
    const id = randomBytes(3).toString('hex');
    this.server = `zts-s-${id}`;
    this.client = `zts-c-${id}`;
    run('ip', 'netns', 'add', this.server);
    run('ip', 'netns', 'add', this.client);
    const [left, right] = [`s${id}`, `c${id}`];
    run('ip', 'link', 'add', left, 'netns', this.server, 'type', 'veth', 'peer', 'name', right, 'netns', this.client);
    for (const [namespace, device, address] of [
      [this.server, left, SERVER_ADDRESS],
      [this.client, right, CLIENT_ADDRESS],
    ] as const) {
      run('ip', '-n', namespace, 'link', 'set', device, 'name', 'cable');
      run('ip', '-n', namespace, 'address', 'add', `${address}/24`, 'dev', 'cable');
      run('ip', '-n', namespace, 'link', 'set', 'lo', 'up');
      run('ip', '-n', namespace, 'link', 'set', 'cable', 'up');
      this.#nft(namespace, 'add table inet soak');
      this.#nft(namespace, 'add chain inet soak input { type filter hook input priority 0; }');
    }
    this.netem = works('tc', '-n', this.client, 'qdisc', 'replace', 'dev', 'cable', 'root', 'netem', 'delay', '1ms');
    this.shape({ name: 'clear', delayMs: 0, lossPercent: 0, rateMbit: 0 });
  }

  /** Gives the link another shape. */
  shape({ delayMs, lossPercent, rateMbit }: LinkShape): void {
    for (const namespace of [this.server, this.client]) {
      const queue = ['-n', namespace, 'qdisc', 'replace', 'dev', 'cable', 'root'];
      this.#nft(namespace, 'flush chain inet soak input');
      if (this.netem) {
        const rate = rateMbit === 0 ? [] : ['rate', `${rateMbit}mbit`];
        const delay = delayMs === 0 ? [] : ['delay', `${delayMs}ms`, `${delayMs / 4}ms`];
        run('tc', ...queue, 'netem', ...delay, 'loss', `${lossPercent}%`, ...rate);
        continue;
      }
      if (rateMbit === 0) run('tc', ...queue, 'pfifo', 'limit', '1000');
      else run('tc', ...queue, 'tbf', 'rate', `${rateMbit}mbit`, 'burst', '32kbit', 'latency', '100ms');
      if (lossPercent > 0) {
        const share = Math.round(lossPercent * 10);
        this.#nft(namespace, `add rule inet soak input numgen random mod 1000 < ${share} drop`);
      }
    }
  }

  /** From now on packets vanish; connections stay open. `shape` ends it. */
  blackHole(): void {
    for (const namespace of [this.server, this.client]) this.#nft(namespace, 'add rule inet soak input drop');
  }

  /** From now on every packet is answered with a reset, which ends all connections. `shape` ends it. */
  reset(): void {
    this.#nft(this.server, 'insert rule inet soak input meta l4proto tcp reject with tcp reset');
  }

  /** The words to put before a command that is to run at one end. */
  at(end: 'server' | 'client'): string[] {
    return ['netns', 'exec', this[end]];
  }

  remove(): void {
    for (const namespace of [this.server, this.client]) works('ip', 'netns', 'del', namespace);
  }

  #nft(namespace: string, rule: string): void {
    run('ip', 'netns', 'exec', namespace, 'nft', rule);
  }
}
