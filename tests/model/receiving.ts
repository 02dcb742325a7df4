import { setImmediate as turn } from 'node:timers/promises';
import type { Message } from '@zeromq-ts/core';
import type { Actor, Pending } from './actor.js';
import type { Outcomes } from './outcomes.js';
import { codeOf } from './outcomes.js';
import type { Reception } from './reception.js';
import type { ReceiveKind } from './scenario.js';
import type { Sending } from './sending.js';
import { holds } from './waiting.js';

/** Milliseconds that a receive with a timeout waits. */
export const RECEIVE_TIMEOUT_MS = 5;

/** Receives, in each way that there is. */
export class Receiving {
  readonly #outcomes: Outcomes;
  readonly #reception: Reception;
  readonly #sending: Sending;

  constructor(outcomes: Outcomes, reception: Reception, sending: Sending) {
    this.#outcomes = outcomes;
    this.#reception = reception;
    this.#sending = sending;
  }

  receive(actor: Actor, how: ReceiveKind): void {
    if (how === 'try') {
      try {
        const message = actor.socket.tryReceive();
        if (message !== undefined) this.#reception.arrived(actor, message);
      } catch (error) {
        this.#failed(actor, error);
      }
      return;
    }
    const abort = new AbortController();
    if (how === 'signal') actor.aborts.add(abort);
    const options =
      how === 'plain' ? undefined : how === 'timeout' ? { timeout: RECEIVE_TIMEOUT_MS } : { signal: abort.signal };
    const got = (message: Message): void => {
      actor.aborts.delete(abort);
      this.#reception.arrived(actor, message);
      this.#sending.answer(actor);
    };
    const failed = (error: unknown): void => {
      if (how === 'timeout' && codeOf(error) === 'EAGAIN') return;
      if (how === 'signal' && error === abort.signal.reason) return;
      this.#failed(actor, error);
    };
    const pending = { what: 'a receive', settled: false };
    void this.#outcomes.pend(actor.receives, pending, actor.socket.receive(options), got, failed);
  }

  iterate(actor: Actor): void {
    const iterator = actor.socket[Symbol.asyncIterator]();
    actor.iterator = iterator;
    actor.iterated = true;
    void this.#drain(actor, iterator);
    this.#sending.answer(actor);
  }

  async leave(actor: Actor): Promise<void> {
    const { iterator, next } = actor;
    if (iterator === undefined) return;
    actor.iterator = undefined;
    await this.#outcomes.call(`${actor.name}: return() of an iteration`, Promise.resolve(iterator.return?.()));
    await turn();
    actor.left.add(iterator);
    if (next !== undefined && !(await holds(() => next.settled, this.#outcomes.patience))) {
      this.#outcomes.findings.add('hang of an iteration', `${actor.name}: next() still waits after return()`);
    }
  }

  read(actor: Actor): void {
    const abort = new AbortController();
    const loop = async (): Promise<void> => {
      while (!abort.signal.aborted) {
        try {
          this.#reception.arrived(actor, await actor.socket.receive({ signal: abort.signal }));
        } catch (error) {
          if (abort.signal.aborted || actor.state.life !== 'open') return;
          if (codeOf(error) !== 'EFSM' || actor.type !== 'REP') return this.#failed(actor, error);
        }
        this.#sending.answer(actor);
      }
    };
    actor.reader = { abort, done: loop() };
    this.#sending.answer(actor);
  }

  async pause(actor: Actor): Promise<void> {
    const { reader } = actor;
    if (reader === undefined) return;
    actor.reader = undefined;
    reader.abort.abort();
    await this.#outcomes.call(`${actor.name}: a receive that was aborted`, reader.done);
  }

  async #drain(actor: Actor, iterator: AsyncIterableIterator<Message>): Promise<void> {
    const { findings } = this.#outcomes;
    while (actor.iterator === iterator) {
      const next: Pending = { what: 'the next() of an iteration', settled: false };
      actor.next = next;
      try {
        const { done, value } = await iterator.next();
        next.settled = true;
        if (done === true) {
          if (actor.state.life === 'open' && actor.iterator === iterator)
            findings.wrong(actor.name, 'an iteration ended by itself');
          return;
        }
        if (actor.left.has(iterator)) {
          findings.add('lost', `${actor.name}: a message went to an iteration that had been left`);
        }
        this.#reception.arrived(actor, value);
        this.#sending.answer(actor);
      } catch (error) {
        next.settled = true;
        return findings.wrong(actor.name, `iterated: ${String(error)}`);
      }
    }
  }

  #failed(actor: Actor, error: unknown): void {
    const code = codeOf(error);
    if (code === 'ENOTSOCK' && actor.state.life !== 'open') return;
    if (code === 'EFSM' && actor.state.promises.lockstep) return;
    this.#outcomes.findings.wrong(actor.name, `received: ${String(error)}`);
  }
}
