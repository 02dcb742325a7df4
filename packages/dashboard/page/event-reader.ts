const DATA = 'data: ';

/**
 * Takes the data of server-sent events, of one line each, out of a text that comes in parts. A part is looked at once, however
 * large the event is that it belongs to.
 */
export class EventReader {
  readonly #take: (data: string) => void;
  /** Of the line that has not ended. */
  #parts: string[] = [];

  constructor(take: (data: string) => void) {
    this.#take = take;
  }

  add(part: string): void {
    const [first = '', ...others] = part.split('\n');
    this.#parts.push(first);
    for (const other of others) {
      const line = this.#parts.join('');
      this.#parts = [other];
      // Other lines are comments, and the empty ones between events.
      if (line.startsWith(DATA)) this.#take(line.slice(DATA.length));
    }
  }
}
