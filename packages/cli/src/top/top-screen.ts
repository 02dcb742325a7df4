import type { CommandIO } from '../io.js';
import { canSuspend } from '../terminal/can-suspend.js';

/** What a terminal stream has beside those of a command. */
type Keyboard = CommandIO['stdin'] & { setRawMode?(isRaw: boolean): unknown };

const ENTER = '\u001B[?1049h\u001B[?25l';
const LEAVE = '\u001B[?25h\u001B[?1049l';

/**
 * The other screen of the terminal, without a cursor, and keys that come one by one. All of it is undone by `leave`, which
 * is also called when the process ends otherwise, and before it is stopped by Ctrl-Z.
 */
export class TopScreen {
  readonly #io: CommandIO;
  readonly #keyboard: Keyboard;
  readonly #pressed: (key: string) => void;
  readonly #redraw: () => void;
  #isEntered = false;

  /**
   * @param pressed Gets each key, as the terminal sends it.
   * @param redraw Called when all has to be drawn again: another size, or the process goes on.
   */
  constructor(io: CommandIO, pressed: (key: string) => void, redraw: () => void) {
    this.#io = io;
    this.#keyboard = io.stdin;
    this.#pressed = pressed;
    this.#redraw = redraw;
  }

  get columns(): number {
    return Math.max(20, this.#io.stdout.columns ?? 80);
  }

  get rows(): number {
    return Math.max(4, (this.#io.stdout as { readonly rows?: number }).rows ?? 24);
  }

  enter(): void {
    process.on('exit', this.#restore);
    process.on('SIGTSTP', this.#suspendAlone);
    process.on('SIGCONT', this.#continued);
    this.#io.stdout.on('resize', this.#redraw);
    this.#keyboard.setEncoding('utf8');
    this.#keyboard.on('data', this.#keys);
    this.#take();
  }

  leave(): void {
    process.off('exit', this.#restore);
    process.off('SIGTSTP', this.#suspendAlone);
    process.off('SIGCONT', this.#continued);
    this.#io.stdout.off('resize', this.#redraw);
    this.#keyboard.off('data', this.#keys);
    this.#keyboard.pause();
    this.#restore();
  }

  /** Draws lines from the top, each as wide as it is, and clears what is left. */
  draw(lines: readonly string[]): void {
    // A terminal that is slow gets the next ones.
    if (!this.#isEntered || this.#io.stdout.writableNeedDrain) return;
    const text = lines.map((line) => `${line}\u001B[K`).join('\r\n');
    this.#io.stdout.write(`\u001B[H${text}\u001B[J`);
  }

  #take(): void {
    this.#keyboard.setRawMode?.(true);
    this.#io.stdout.write(ENTER);
    this.#isEntered = true;
    this.#redraw();
  }

  readonly #restore = (): void => {
    if (!this.#isEntered) return;
    this.#isEntered = false;
    this.#io.stdout.write(LEAVE);
    this.#keyboard.setRawMode?.(false);
  };

  readonly #keys = (text: string): void => {
    for (const key of keysOf(text)) {
      // Raw mode has turned these into keys: to the processes of this terminal they are signals.
      if (key === '\u0003') process.kill(process.pid, 'SIGINT');
      else if (key === '\u001A' && canSuspend) this.#suspend(0);
      else this.#pressed(key);
    }
  };

  readonly #suspendAlone = (): void => this.#suspend(process.pid);

  /** @param pid 0 for all processes that the terminal would have stopped, such as npx. */
  #suspend(pid: number): void {
    this.#restore();
    process.kill(pid, 'SIGSTOP');
  }

  readonly #continued = (): void => {
    if (!this.#isEntered) this.#take();
  };
}

/** The keys in what a terminal has sent: several may come at once, and those with arrows are of several characters. */
export function keysOf(text: string): readonly string[] {
  // oxlint-disable-next-line no-control-regex -- what keys send
  return text.match(/\u001B(?:\[[\d;]*[A-Za-z~]|O[A-Z])|[^]/gu) ?? [];
}
