import { readFileSync } from 'node:fs';
import type { CommandIO } from '../io.js';

/** stdin of a terminal. */
type Keyboard = CommandIO['stdin'] & { setRawMode?(raw: boolean): unknown };

/** What a command does with keys. */
export interface KeyHandlers {
  /** Gets each key, as the terminal sends it. */
  readonly pressed: (key: string) => void;
  /** The keyboard was taken, at the beginning and each time that the process goes on after Ctrl-Z. */
  readonly taken?: (() => void) | undefined;
  /** The keyboard is given back: at the end, when the process ends otherwise, and before it is stopped. */
  readonly givenBack?: (() => void) | undefined;
  /** Whether it goes on without keys in the background of a shell; otherwise, the system stops it there. */
  readonly worksInBackground: boolean;
}

/** The place of the process group in `/proc/self/stat`, after the name, and of that in the foreground (proc(5)). */
const GROUP = 2;
const FOREGROUND_GROUP = 5;

/** Windows has no SIGSTOP, and `process.kill` throws for it. */
const canSuspend = process.platform !== 'win32';

/**
 * The keys of a terminal, one by one. Ctrl-C and Ctrl-Z do what they do for any program: the terminal is given back
 * meanwhile.
 */
export class TerminalKeys {
  readonly #keyboard: Keyboard;
  readonly #handlers: KeyHandlers;
  #isTaken = false;

  constructor({ stdin }: CommandIO, handlers: KeyHandlers) {
    this.#keyboard = stdin;
    this.#handlers = handlers;
  }

  /** Takes the keyboard, if stdin is a terminal. */
  begin(): void {
    if (this.#keyboard.isTTY !== true || this.#keyboard.setRawMode === undefined) return;
    process.on('exit', this.#giveBack);
    process.on('SIGTSTP', this.#suspendAlone);
    process.on('SIGCONT', this.#goOn);
    this.#take();
  }

  /** Gives it back. Idempotent. */
  end(): void {
    process.off('exit', this.#giveBack);
    process.off('SIGTSTP', this.#suspendAlone);
    process.off('SIGCONT', this.#goOn);
    this.#giveBack();
  }

  #take(): void {
    if (this.#handlers.worksInBackground && isInBackground()) return;
    this.#keyboard.setRawMode?.(true);
    this.#keyboard.on('data', this.#keys);
    this.#keyboard.resume();
    this.#isTaken = true;
    this.#handlers.taken?.();
  }

  readonly #giveBack = (): void => {
    if (!this.#isTaken) return;
    this.#isTaken = false;
    this.#keyboard.off('data', this.#keys);
    this.#keyboard.pause();
    this.#handlers.givenBack?.();
    // In the background, this would stop the process.
    if (!isInBackground()) this.#keyboard.setRawMode?.(false);
  };

  readonly #keys = (text: Buffer | string): void => {
    for (const key of keysOf(text.toString())) {
      // Raw mode has turned these into keys: to the processes of this terminal they are signals.
      if (key === '\u0003') process.kill(process.pid, 'SIGINT');
      else if (key === '\u001A' && canSuspend) this.#suspend(0);
      else this.#handlers.pressed(key);
    }
  };

  readonly #suspendAlone = (): void => this.#suspend(process.pid);

  /** @param pid 0 for all processes that the terminal would have stopped, such as npx. */
  #suspend(pid: number): void {
    this.#giveBack();
    process.kill(pid, 'SIGSTOP');
  }

  readonly #goOn = (): void => {
    this.#giveBack();
    this.#take();
  };
}

/** The keys in what a terminal has sent: several may come at once, and those with arrows are of several characters. */
function keysOf(text: string): readonly string[] {
  // oxlint-disable-next-line no-control-regex -- what keys send
  return text.match(/\u001B(?:\[[\d;]*[A-Za-z~]|O[A-Z])|[^]/gu) ?? [];
}

/** Whether another process has the keyboard, as far as the system reports it: Linux does. */
function isInBackground(): boolean {
  try {
    const stat = readFileSync('/proc/self/stat', 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[GROUP] !== fields[FOREGROUND_GROUP];
  } catch {
    return false;
  }
}
