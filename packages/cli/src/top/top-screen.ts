import type { CommandIO } from '../io.js';
import { TerminalKeys } from '../terminal/terminal-keys.js';

const ENTER = '\u001B[?1049h\u001B[?25l';
const LEAVE = '\u001B[?25h\u001B[?1049l';

/**
 * The other screen of the terminal, without a cursor, and keys that come one by one. All of it is undone by `leave`, when
 * the process ends otherwise, and before it is stopped by Ctrl-Z.
 */
export class TopScreen {
  readonly #stdout: CommandIO['stdout'];
  readonly #keys: TerminalKeys;
  readonly #redraw: () => void;
  #isEntered = false;

  /**
   * @param pressed Gets each key, as the terminal sends it.
   * @param redraw Called when all has to be drawn again: another size, or the process goes on.
   */
  constructor(io: CommandIO, pressed: (key: string) => void, redraw: () => void) {
    this.#stdout = io.stdout;
    this.#redraw = redraw;
    this.#keys = new TerminalKeys(io, {
      pressed,
      taken: () => {
        this.#isEntered = true;
        this.#stdout.write(ENTER);
        redraw();
      },
      givenBack: () => {
        this.#isEntered = false;
        this.#stdout.write(LEAVE);
      },
      worksInBackground: false,
    });
  }

  get columns(): number {
    return Math.max(20, this.#stdout.columns ?? 80);
  }

  get rows(): number {
    return Math.max(4, (this.#stdout as { readonly rows?: number }).rows ?? 24);
  }

  enter(): void {
    this.#stdout.on('resize', this.#redraw);
    this.#keys.begin();
  }

  leave(): void {
    this.#stdout.off('resize', this.#redraw);
    this.#keys.end();
  }

  /** Draws lines from the top, each as wide as it is, and clears what is left. */
  draw(lines: readonly string[]): void {
    // A terminal that is slow gets the next ones.
    if (!this.#isEntered || this.#stdout.writableNeedDrain) return;
    const text = lines.map((line) => `${line}\u001B[K`).join('\r\n');
    this.#stdout.write(`\u001B[H${text}\u001B[J`);
  }
}
