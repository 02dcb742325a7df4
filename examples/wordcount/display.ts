import { Presets, SingleBar } from 'cli-progress';
import type { Progress, Status } from './protocol.js';

/** What the user sees while the job runs. */
export interface Display {
  note(text: string): void;
  progress(status: Status): void;
  end(): void;
}

/** A progress bar on a terminal, plain lines everywhere else. */
export function createDisplay(terminal: boolean): Display {
  return terminal ? new BarDisplay() : new LineDisplay();
}

class BarDisplay implements Display {
  readonly #bar = new SingleBar(
    {
      format: '{bar} {percentage} % | {value} of {total} files | {words} words',
      gracefulExit: false,
      stream: process.stdout,
    },
    Presets.shades_classic,
  );
  #started = false;
  #later: string[] = [];

  note(text: string): void {
    // A line that comes in the way of the bar is shown after it.
    if (this.#started) this.#later.push(text);
    else console.log(text);
  }

  progress({ done, tasks, words }: Progress): void {
    if (!this.#started) this.#bar.start(tasks, 0, { words: 0 });
    this.#started = true;
    this.#bar.update(done, { words: words.toLocaleString('en') });
  }

  end(): void {
    if (this.#started) this.#bar.stop();
    this.#started = false;
    for (const text of this.#later.splice(0)) console.log(text);
  }
}

class LineDisplay implements Display {
  #shown = 0;

  note(text: string): void {
    console.log(text);
  }

  progress({ done, tasks, words }: Progress): void {
    const quarter = Math.floor((4 * done) / tasks);
    if (quarter <= this.#shown) return;
    this.#shown = quarter;
    console.log(`${25 * quarter} % | ${done} of ${tasks} files | ${words.toLocaleString('en')} words`);
  }

  end(): void {}
}
