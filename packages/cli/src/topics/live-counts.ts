import type { Message } from '@zeromq-ts/core';
import { clearInterval, performance, setInterval } from '@zeromq-ts/core/spi';
import { UsageError } from '../errors/command-error.js';
import type { MessageSink } from '../exchange/message-sink.js';
import type { Flags } from '../grammar/parsed.js';
import type { CommandIO } from '../io.js';
import { selectionOf } from '../messages/selection.js';
import { Output } from '../output/output.js';

/** The flags that say what happens to each message. */
const FOR_MESSAGES = ['format', 'dump', 'exec'];

/** What counts messages; times are in milliseconds. */
export interface Counts<Look> {
  /** How many messages were counted. */
  readonly messages: number;
  add(topic: Uint8Array, bytes: number, now: number): void;
  /** What has come so far, with the rates of now. */
  look(now: number): Look;
  /** What has come, with the rates since the start. */
  lookAtAll(now: number): Look;
}

/** The forms of a look. */
export interface CountForms<Look> {
  /** Lines of at most `width` characters. */
  readonly whole: (look: Look, width?: number) => string;
  readonly line: (look: Look, time: Date) => string;
  readonly json: (look: Look, time: Date) => string;
}

/** How looks are made. */
export interface CountOptions<Look> {
  /** The flag, for errors. */
  readonly name: string;
  readonly counts: Counts<Look>;
  readonly forms: CountForms<Look>;
  /** From one look to the next on a terminal, unless `--interval` is given. */
  readonly interval: number;
}

/**
 * What counts messages instead of printing them: on a terminal its figures are painted over; elsewhere they are a line at
 * each `--interval`, and all of them at the end.
 */
export class LiveCounts<Look> implements MessageSink {
  readonly isFull = false;
  readonly failed: AbortSignal = new AbortController().signal;
  readonly #counts: Counts<Look>;
  readonly #forms: CountForms<Look>;
  readonly #isWanted: (message: Message) => boolean;
  readonly #stdout: CommandIO['stdout'];
  readonly #output: Output;
  readonly #isJSON: boolean;
  readonly #isPainted: boolean;
  readonly #interval: number | undefined;
  /** How many lines of a terminal it has painted. */
  #painted = 0;

  /** @throws UsageError for flags that do not go together. */
  constructor(flags: Flags, io: CommandIO, { name, counts, forms, interval: usual }: CountOptions<Look>) {
    const other = FOR_MESSAGES.find((flag) => flags.given(flag));
    if (other !== undefined) throw new UsageError(`${name} counts messages, and --${other} is for each: choose one.`);
    const interval = flags.number('interval');
    if (interval === 0) throw new UsageError('--interval is a time above 0.');
    this.#counts = counts;
    this.#forms = forms;
    this.#isWanted = selectionOf(flags);
    this.#stdout = io.stdout;
    this.#output = new Output(io);
    this.#isJSON = flags.boolean('json');
    this.#isPainted = io.stdout.isTTY === true && !this.#isJSON;
    this.#interval = interval ?? (this.#isPainted ? usual : undefined);
  }

  get count(): number {
    return this.#counts.messages;
  }

  readonly begin = (): (() => void) => {
    if (this.#interval === undefined) return () => {};
    const timer = setInterval(() => this.#show(), this.#interval);
    return () => clearInterval(timer);
  };

  write(message: Message): undefined {
    if (this.#isWanted(message)) this.#counts.add(message.frame(0), message.size, performance.now());
  }

  async end(): Promise<void> {
    const look = this.#counts.lookAtAll(performance.now());
    if (this.#isJSON) void this.#output.write(this.#forms.json(look, new Date()));
    else this.#paint(this.#forms.whole(look, this.#width));
    await this.#output.end();
  }

  #show(): void {
    // A reader that is slow gets less, and nothing is kept for it.
    if (this.#output.blocked !== undefined) return;
    const look = this.#counts.look(performance.now());
    const { whole, line, json } = this.#forms;
    if (this.#isPainted) this.#paint(whole(look, this.#width));
    else void this.#output.write((this.#isJSON ? json : line)(look, new Date()));
  }

  #paint(text: string): void {
    const over = this.#painted === 0 ? '' : `\u001b[${this.#painted}A\u001b[J`;
    if (this.#isPainted) this.#painted = text.split('\n').length - 1;
    void this.#output.write(`${over}${text}`);
  }

  get #width(): number | undefined {
    return this.#isPainted ? this.#stdout.columns : undefined;
  }
}
