import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../chaos/random.js';
import type { StreamAccount } from './ledger.js';
import { Ledger, RECOVERY_MS } from './ledger.js';
import { Network } from './network.js';
import { PeerProcess } from './peer-process.js';
import type { Gauge, ReportLine } from './report-line.js';
import { TROUBLES } from './troubles.js';

/** A gauge with its time and process. */
export interface Sample extends Gauge {
  /** Milliseconds since the soak began. */
  readonly at: number;
  readonly process: string;
}

/** How long everything may take to arrive once all harm has passed, in milliseconds. */
const DRAIN_MS = 40_000;

/** Three processes in two network namespaces, in trouble; and the books about their messages. */
export class Soak {
  readonly ledger = new Ledger();
  readonly network = new Network();
  readonly samples: Sample[] = [];
  readonly wrong: string[] = [];
  readonly dropped = { full: 0, unroutable: 0, other: 0 };
  readonly requests = { answered: 0, timedOut: 0 };
  readonly troubles: Record<string, number> = {};
  readonly #began = Date.now();
  readonly #peers = new Map<string, PeerProcess>();
  readonly #quiet = new Set<string>();
  /** Answers of starts that are over, and those of the present one. */
  readonly #answers = new Map<string, { answered: number; timedOut: number }>();

  async begin(): Promise<void> {
    for (const name of ['server', 'first', 'second']) await this.start(name);
  }

  /** The process of this name that runs now. */
  peer(name: string): PeerProcess {
    const peer = this.#peers.get(name);
    if (peer === undefined) throw new Error(`${name} does not run`);
    return peer;
  }

  async start(name: string): Promise<void> {
    const role = name === 'server' ? 'server' : 'client';
    this.#peers.set(name, await PeerProcess.start(this.network, role, name, (peer, line) => this.#hear(peer, line)));
  }

  /** Lets things happen for so long. */
  async run(milliseconds: number, random: Random): Promise<void> {
    const end = Date.now() + milliseconds;
    while (Date.now() < end) {
      const trouble = random.pick(TROUBLES);
      if (process.env['SOAK_VERBOSE'] !== undefined) console.log(`${Date.now() - this.#began} ms: ${trouble.name}`);
      this.troubles[trouble.name] = (this.troubles[trouble.name] ?? 0) + 1;
      await trouble.happen(this, random);
      await pause(random.between(100, 1500));
    }
  }

  /** All harm has passed: everything sent must arrive, and everybody must end. */
  async finish(): Promise<void> {
    // What is published to a peer that is not back yet is lost, and would be the last of its stream.
    await pause(RECOVERY_MS);
    for (const name of this.#peers.keys()) this.peer(name).command('quiet');
    await this.#until('all processes have sent their last', () => this.#quiet.size === this.#peers.size);
    await this.#until('the last message of each stream has arrived', () => this.#late().length === 0);
    for (const name of ['first', 'second', 'server']) {
      const fault = await this.peer(name).end();
      if (fault !== undefined) this.wrong.push(fault);
    }
    for (const { answered, timedOut } of this.#answers.values()) {
      this.requests.answered += answered;
      this.requests.timedOut += timedOut;
    }
  }

  accounts(): StreamAccount[] {
    return this.ledger.accounts(new Set([...this.#peers.values()].map(({ boot }) => boot)));
  }

  async dispose(): Promise<void> {
    for (const peer of this.#peers.values()) await peer.kill();
    this.network.remove();
  }

  /** Streams of the present processes whose last message has not arrived. */
  #late(): string[] {
    const [server, first, second] = ['server', 'first', 'second'].map((name) => this.peer(name).boot) as [
      string,
      string,
      string,
    ];
    const paths = [
      ...[first, second].flatMap((client) => [
        [`push/${client}`, server],
        [`dealer/${client}`, server],
        [`pub/${server}`, client],
        [`xpub/${server}`, client],
      ]),
      [`pair/${first}`, server],
      [`pair/${server}`, first],
    ] as [string, string][];
    return paths
      .filter(([stream, receiver]) => this.ledger.newestAt(stream, receiver) < this.ledger.countOf(stream) - 1)
      .map(([stream, receiver]) => `${stream} at ${receiver}`);
  }

  async #until(what: string, condition: () => boolean): Promise<void> {
    const deadline = Date.now() + DRAIN_MS;
    while (!condition()) {
      if (Date.now() > deadline) throw new Error(`Waited in vain until ${what}. Late: ${this.#late().join(', ')}`);
      await pause(20);
    }
  }

  #hear({ name, boot }: PeerProcess, line: ReportLine): void {
    for (const [stream, count] of line.sent ?? []) this.ledger.sent(stream, count, line.at);
    for (const [stream, first, last] of line.received ?? []) {
      this.ledger.received(stream, boot, { at: line.at, first, last });
    }
    if (line.dropped !== undefined) {
      this.dropped.full += line.dropped.full;
      this.dropped.unroutable += line.dropped.unroutable;
      this.dropped.other += line.dropped.other;
    }
    if (line.requests !== undefined) this.#answers.set(boot, line.requests);
    this.wrong.push(...(line.wrong ?? []));
    if (line.gauge !== undefined) this.samples.push({ ...line.gauge, process: name, at: line.at - this.#began });
    if (line.quiet) this.#quiet.add(name);
  }
}
