import type { Message, Pipe } from '@zeromq-ts/core/spi';
import { creditCommand } from './credit.js';
import { PullRouting } from './pull-routing.js';

/** What a PULL knows of a peer. */
interface Account {
  readonly pipe: Pipe;
  /** Messages that are done, for which the peer was not allowed others yet. */
  done: number;
  /** Messages of an earlier connection that are not received yet: the peer that is there now was not charged for them. */
  old: number;
}

/**
 * How a PULL with the option `credit` routes: as every PULL, and it allows each of its peers a number of messages, and
 * another one for each that is done. A message is done when the application asks for the next one.
 */
export class CreditPullRouting extends PullRouting {
  readonly #accounts = new Map<Pipe, Account>();
  readonly #credit: number;
  /** How many are allowed at a time: with much credit, not every message is worth a command. */
  readonly #step: number;
  /** Whose message the application has. */
  #current: Account | undefined;

  constructor(credit: number) {
    super();
    this.#credit = credit;
    this.#step = Math.max(1, credit >> 1);
  }

  established(pipe: Pipe): void {
    this.#accounts.set(pipe, { pipe, done: 0, old: pipe.unread });
    pipe.writeCommand(creditCommand(this.#credit));
  }

  lost(pipe: Pipe): void {
    this.#accounts.delete(pipe);
  }

  override receive(): Message | undefined {
    this.#finish();
    const pipe = this.incoming.next();
    const message = pipe?.read();
    if (pipe === undefined || message === undefined) return undefined;
    const account = this.#accounts.get(pipe);
    if (account !== undefined && account.old > 0) account.old--;
    else this.#current = account;
    return message;
  }

  #finish(): void {
    const account = this.#current;
    if (account === undefined) return;
    this.#current = undefined;
    if (++account.done < this.#step) return;
    // After the end of its connection, the next one has an account of its own.
    if (this.#accounts.get(account.pipe) === account) account.pipe.writeCommand(creditCommand(account.done));
    account.done = 0;
  }
}
