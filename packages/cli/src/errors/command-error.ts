import { exitCode, type ExitName } from '../exit-codes.js';

/** What can be said about a failure beside its sentence. */
export interface CommandErrorDetails {
  /** The code that programs look at: that of a ZMQError, of the system, or `EUSAGE`. */
  readonly code?: string | undefined;
  /** The error underneath. */
  readonly cause?: unknown;
  /** What to do about it: the line `try:`. */
  readonly hint?: string | undefined;
}

/** A failure that a user can understand: one sentence, an exit code, and what to do. */
export class CommandError extends Error {
  override readonly name: string = 'CommandError';
  readonly exit: ExitName;
  readonly code: string | undefined;
  readonly hint: string | undefined;

  constructor(exit: ExitName, message: string, { code, cause, hint }: CommandErrorDetails = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.exit = exit;
    this.code = code;
    this.hint = hint;
  }

  /** The number that the command ends with. */
  get exitCode(): number {
    return exitCode(this.exit);
  }
}

/** Wrong use of a command: exit code 2. */
export class UsageError extends CommandError {
  override readonly name = 'UsageError';

  constructor(message: string, details: CommandErrorDetails = {}) {
    super('usage', message, { code: 'EUSAGE', ...details });
  }
}
