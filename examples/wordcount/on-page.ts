import type { Dashboard } from '../dashboard/dashboard.js';
import type { Display } from './display.js';
import type { Status } from './protocol.js';

/** Shows everything on a page, too. */
export class OnPage implements Display {
  readonly #display: Display;
  readonly #dashboard: Dashboard;

  constructor(display: Display, dashboard: Dashboard) {
    this.#display = display;
    this.#dashboard = dashboard;
  }

  note(text: string): void {
    this.#display.note(text);
    this.#dashboard.note(text);
  }

  progress(status: Status): void {
    this.#display.progress(status);
    this.#dashboard.figures(status);
  }

  end(): void {
    this.#display.end();
  }
}
