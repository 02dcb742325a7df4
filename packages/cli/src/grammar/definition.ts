import type { ExitName } from '../exit-codes.js';
import type { CommandIO } from '../io.js';
import type { Parsed } from './parsed.js';

/** What the value of a flag is. */
export type FlagType =
  /** Given or not. */
  | 'boolean'
  /** How often it is given: `-vv`. */
  | 'count'
  /** Any text. */
  | 'text'
  /** The path of a file. */
  | 'path'
  /** An integer. */
  | 'integer'
  /** A number. */
  | 'number'
  /** A time, in milliseconds: `250ms`, `5s`, `1m`, or a number alone. */
  | 'duration'
  /** A number of bytes: `64KiB`, `1MB`, or a number alone. */
  | 'size'
  /** How many in a second: `1000/s`, or a number alone. */
  | 'rate'
  /** One of `values`. */
  | 'choice'
  /** An endpoint. */
  | 'endpoint'
  /** A program with its arguments: everything that follows. */
  | 'program';

/** What a flag can be, after it was read. */
export type FlagValue = boolean | number | string | readonly string[];

/** A flag of a command. */
export interface FlagDefinition {
  /** Without the dashes: `send-high-water-mark`. */
  readonly name: string;
  /** One letter. */
  readonly short?: string | undefined;
  readonly type: FlagType;
  /** What help calls the value; made of the type if there is none. */
  readonly value?: string | undefined;
  /** What it does, as a phrase without a full stop. */
  readonly summary: string;
  /** As it would be written; none is: not given. */
  readonly default?: string | undefined;
  /** Of a choice. */
  readonly values?: readonly string[] | undefined;
  /** The smallest number. Default 0; -Infinity for none. */
  readonly least?: number | undefined;
  /** The largest number. Of a duration: 24.8 days unless given, as far as a timer goes. */
  readonly most?: number | undefined;
  /** May be given several times: its value is a list. */
  readonly repeatable?: boolean | undefined;
  /** Has no twin in the environment: secrets, and what belongs to one call. */
  readonly onlyFlag?: boolean | undefined;
  /** Under which heading help shows it. Default: "Flags". */
  readonly group?: string | undefined;
}

/** An argument of a command: what help shows; endpoints are recognized by how they begin. */
export interface ArgumentDefinition {
  /** `ENDPOINT`, `TOPIC`, `FRAME…`. */
  readonly name: string;
  readonly summary: string;
  readonly required?: boolean | undefined;
  /** What can be completed: one of these, or what there is of a kind. Default: nothing. */
  readonly completes?:
    | readonly string[]
    | 'commands'
    | 'contexts'
    | 'files'
    | 'recordings'
    | 'socket types'
    | undefined;
}

/** How a command is called, for help and for the reference. */
export interface CommandExample {
  /** What it does, as a phrase. */
  readonly text: string;
  /** The whole line: `zmq sub tcp://127.0.0.1:5556 weather.`. */
  readonly line: string;
}

/** A command: data alone. Help, completion, the man page and the reference are made of it. */
export interface CommandDefinition {
  /** `pub`; `cert new` for a command below another. */
  readonly name: string;
  /** What it does, as a phrase that begins with a verb, without a full stop. */
  readonly summary: string;
  /** Paragraphs for the whole help. */
  readonly description?: readonly string[] | undefined;
  readonly arguments?: readonly ArgumentDefinition[] | undefined;
  /** How many endpoints it takes. Default: none. */
  readonly endpoints?: { readonly least: number; readonly most: number } | undefined;
  /** How many arguments that are no endpoints. Default: none; `most: Infinity` for any number. */
  readonly words?: { readonly least: number; readonly most: number } | undefined;
  /** Takes `inproc://`. Default: refused, since no other socket is in this process. */
  readonly inproc?: boolean | undefined;
  readonly flags: readonly FlagDefinition[];
  readonly examples: readonly CommandExample[];
  /** Those that need a word beside 0, 1, 2, 130 and 143. */
  readonly exits?: readonly ExitName[] | undefined;
}

/** Does what a command says, and returns the exit code. @throws CommandError, and errors of the API, which become one. */
export type Run = (parsed: Parsed, io: CommandIO) => Promise<number>;

/** A command with its code, which is loaded when it is called. */
export interface Command {
  readonly definition: CommandDefinition;
  readonly load: () => Promise<{ readonly run: Run }>;
}
