import type { CommandError } from '../errors/command-error.js';
import type { Flags } from '../grammar/parsed.js';
import type { CommandIO } from '../io.js';
import { type Paint, paintFor } from './colour.js';
import { jsonLine } from './json-line.js';
import { printableText } from './printable.js';

/** What is known of an event beside its name; `undefined` is left out. */
export type EventDetails = Readonly<Record<string, string | number | boolean | undefined>>;

/** What a command says on stderr: as lines, or with `--json` as objects. All text is made printable here. */
export class Report {
  readonly #stderr: CommandIO['stderr'];
  readonly #flags: Flags;
  readonly #paint: Paint;

  constructor(flags: Flags, io: Pick<CommandIO, 'stderr' | 'env'>) {
    this.#stderr = io.stderr;
    this.#flags = flags;
    this.#paint = paintFor(io.stderr, flags, io.env);
  }

  /** Whether `-v` was given at least so often. */
  verbose(least = 1): boolean {
    return (this.#flags.number('verbose') ?? 0) >= least && !this.#flags.boolean('quiet');
  }

  /** What the command does: which endpoint is bound, a summary. Not with `-q`. */
  info(text: string, event: string, details: EventDetails = {}): void {
    if (!this.#flags.boolean('quiet')) this.#say('', text, { event, ...details });
  }

  /** What may be a mistake. Not with `-q`. */
  warn(text: string, details: EventDetails = {}): void {
    if (this.#flags.boolean('quiet')) return;
    this.#say(`${this.#paint('yellow', 'warning:')} `, text, { event: 'warning', reason: text, ...details });
  }

  /** An event, with `-v` (or as often as `level` says). */
  event(event: string, text: string, details: EventDetails = {}, level = 1): void {
    if (this.verbose(level)) this.#say('', text, { event, ...details });
  }

  /** The error that ends a command: what, why, and what to do. */
  error(error: CommandError): void {
    if (this.#flags.boolean('json')) {
      const { code, exitCode, message, hint } = error;
      this.#write(jsonLine({ error: { code, exit: exitCode, message, hint } }));
      return;
    }
    this.#write(`${this.#paint('red', 'error:')} ${printableText(error.message)}`);
    const cause = causeOf(error);
    if (cause !== undefined) this.#write(`cause: ${printableText(cause)}`);
    if (error.hint !== undefined) this.#write(`try: ${printableText(error.hint)}`);
    if (this.#flags.boolean('debug')) this.#write(stackOf(error));
  }

  #say(prefix: string, text: string, details: EventDetails): void {
    this.#write(this.#flags.boolean('json') ? jsonLine(details) : `${prefix}${printableText(text)}`);
  }

  #write(line: string): void {
    this.#stderr.write(`${line}\n`);
  }
}

/** The error underneath, if it says something that the error itself does not. */
function causeOf({ message, cause }: CommandError): string | undefined {
  if (!(cause instanceof Error) || cause.message === '' || message.includes(cause.message)) return undefined;
  // The sentence of an error of commander is in ours. Its class may have another name when it is bundled.
  const { code } = cause as { readonly code?: unknown };
  return typeof code === 'string' && code.startsWith('commander.') ? undefined : cause.message;
}

function stackOf(error: Error): string {
  const stack = (error.stack ?? '').split('\n').map((line) => printableText(line));
  return [...stack, ...(error.cause instanceof Error ? ['caused by', stackOf(error.cause)] : [])].join('\n');
}
