import { element } from './element.js';

/** A list to choose one of the sockets from, or all. */
export class SocketChoice {
  readonly root: HTMLSelectElement;
  /** Those that were offered last, as they were given. */
  #offered = '';
  readonly #all: string;
  #value: string;

  /**
   * @param all What all together are called.
   * @param value The name of the socket that is chosen at first; empty for all.
   * @param changed Called with a choice.
   */
  constructor(all: string, value: string, changed: (value: string) => void) {
    this.#all = all;
    this.#value = value;
    // As of the filters of other views, so that the same key leads to it.
    this.root = element('select', { id: 'filter', 'aria-label': 'Socket' });
    this.root.addEventListener('change', () => {
      this.#value = this.root.value;
      changed(this.#value);
    });
  }

  /** The name of the socket that is chosen; empty for all. */
  get value(): string {
    return this.#value;
  }

  /** Offers these sockets. One that is chosen stays in the list when it is gone. */
  show(names: readonly string[]): void {
    const offered = JSON.stringify(names);
    if (offered === this.#offered) return;
    this.#offered = offered;
    const sorted = [...new Set([...names, this.#value].filter((name) => name !== ''))].toSorted(compare);
    this.root.replaceChildren(
      element('option', { value: '' }, this.#all),
      ...sorted.map((name) => element('option', { value: name }, name)),
    );
    this.root.value = this.#value;
  }
}

/** #10 comes after #9. */
function compare(one: string, other: string): number {
  return one.localeCompare(other, 'en', { numeric: true });
}
