import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Peer } from '../peers/peer.js';
import { ParticipantProcess } from './participant-process.js';
import type { Timing } from './timing.js';

/** What a participant may take beyond the time that it measures: to start, to connect, to come to an end. */
const GRACE = 60_000;

/** What messages travel by. */
export type TransportName = 'tcp' | 'ipc' | 'ws';

/** Where one measurement of one peer takes place: its processes, its files, its time limit. */
export class Stage implements AsyncDisposable {
  readonly #peer: Peer;
  readonly #timing: Timing;
  readonly #limit: number;
  readonly #participants: ParticipantProcess[] = [];
  readonly #folder = mkdtempSync(join(tmpdir(), 'zeromq-ts-bench-'));

  constructor(peer: Peer, timing: Timing, grace = GRACE) {
    this.#peer = peer;
    this.#timing = timing;
    this.#limit = timing.warm + timing.measure + grace;
  }

  /** An endpoint to bind. */
  endpoint(transport: TransportName): string {
    return transport === 'ipc' ? `ipc://${join(this.#folder, 'benchmark')}` : `${transport}://127.0.0.1:*`;
  }

  /** Starts a process: a part of the program for a scenario. */
  start(scenario: string, part: string, values: Readonly<Record<string, string | number>> = {}): ParticipantProcess {
    const { warm, measure } = this.#timing;
    const all = { warm, measure, stride: 1, limit: this.#limit, ...values };
    const args = Object.entries(all).map(([name, value]) => `${name}=${value}`);
    const command = [...this.#peer.command(scenario), part, ...args];
    const participant = new ParticipantProcess(
      `${this.#peer.name} ${scenario} ${part}`,
      command,
      this.#peer.environment,
    );
    this.#participants.push(participant);
    return participant;
  }

  /** What a participant tells under a key; any other participant that fails is the end of it, too. */
  async report<T>(participant: ParticipantProcess, key: string): Promise<T> {
    return Promise.race([
      participant.report<T>(key, this.#limit),
      ...this.#participants.filter((other) => other !== participant).map((other) => other.failed()),
    ]);
  }

  /** Starts a part that binds, and gives its endpoint. */
  async bind(
    scenario: string,
    part: string,
    values: Readonly<Record<string, string | number>>,
  ): Promise<{ readonly binder: ParticipantProcess; readonly endpoint: string }> {
    const binder = this.start(scenario, part, values);
    return { binder, endpoint: await this.report<string>(binder, 'bound') };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#participants.map((participant) => participant.stop()));
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
