import type { Message } from '@zeromq-ts/core';
import { clearInterval, performance, setInterval } from '@zeromq-ts/core/spi';
import { UsageError } from '../errors/command-error.js';
import type { MessageSink } from '../exchange/message-sink.js';
import type { Flags } from '../grammar/parsed.js';
import type { CommandIO } from '../io.js';
import { selectionOf } from '../messages/selection.js';
import { Output } from '../output/output.js';
import { topicJSON, topicLine, topicTable } from './topic-text.js';
import { TopicTable } from './topic-table.js';

/** How often it is painted on a terminal. */
const INTERVAL_MS = 1000;

/** The flags that say what happens to each message. */
const FOR_MESSAGES = ['format', 'dump', 'exec'];

/**
 * What `--report` writes instead of messages: how many have come of each topic. On a terminal it is a table that is painted
 * over; elsewhere a line at each `--interval`, and a table at the end.
 */
export class TopicReport implements MessageSink {
  readonly isFull = false;
  readonly failed: AbortSignal = new AbortController().signal;
  readonly #table = new TopicTable(performance.now());
  readonly #isWanted: (message: Message) => boolean;
  readonly #stdout: CommandIO['stdout'];
  readonly #output: Output;
  readonly #isJSON: boolean;
  readonly #isPainted: boolean;
  readonly #interval: number | undefined;
  /** How many lines of a terminal it has painted. */
  #painted = 0;

  /** @throws UsageError for flags that do not go together. */
  constructor(flags: Flags, io: CommandIO) {
    const other = FOR_MESSAGES.find((name) => flags.given(name));
    if (other !== undefined) throw new UsageError(`--report counts messages, and --${other} is for each: choose one.`);
    const interval = flags.number('interval');
    if (interval === 0) throw new UsageError('--interval is a time above 0.');
    this.#isWanted = selectionOf(flags);
    this.#stdout = io.stdout;
    this.#output = new Output(io);
    this.#isJSON = flags.boolean('json');
    this.#isPainted = io.stdout.isTTY === true && !this.#isJSON;
    this.#interval = interval ?? (this.#isPainted ? INTERVAL_MS : undefined);
  }

  get count(): number {
    return this.#table.messages;
  }

  readonly begin = (): (() => void) => {
    if (this.#interval === undefined) return () => {};
    const timer = setInterval(() => this.#show(), this.#interval);
    return () => clearInterval(timer);
  };

  write(message: Message): undefined {
    if (this.#isWanted(message)) this.#table.add(message.frame(0), message.size, performance.now());
  }

  async end(): Promise<void> {
    const look = this.#table.lookAtAll(performance.now());
    if (this.#isJSON) void this.#output.write(topicJSON(look, new Date()));
    else this.#paint(topicTable(look, this.#width));
    await this.#output.end();
  }

  #show(): void {
    // A reader that is slow gets less, and nothing is kept for it.
    if (this.#output.blocked !== undefined) return;
    const look = this.#table.look(performance.now());
    if (this.#isPainted) this.#paint(topicTable(look, this.#width));
    else void this.#output.write((this.#isJSON ? topicJSON : topicLine)(look, new Date()));
  }

  #paint(table: string): void {
    const over = this.#painted === 0 ? '' : `\u001b[${this.#painted}A\u001b[J`;
    if (this.#isPainted) this.#painted = table.split('\n').length - 1;
    void this.#output.write(`${over}${table}`);
  }

  get #width(): number | undefined {
    return this.#isPainted ? this.#stdout.columns : undefined;
  }
}
