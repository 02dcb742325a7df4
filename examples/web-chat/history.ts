/** One thing that was said. */
export interface Line {
  readonly number: number;
  readonly name: string;
  readonly text: string;
}

const KEPT = 50;

/** The last lines of a chat, numbered, so that who gets one twice can tell. */
export class History {
  readonly #lines: Line[] = [];
  #said = 0;

  get lines(): readonly Line[] {
    return this.#lines;
  }

  add(name: string, text: string): Line {
    const line = { number: ++this.#said, name, text };
    this.#lines.push(line);
    if (this.#lines.length > KEPT) this.#lines.shift();
    return line;
  }
}
