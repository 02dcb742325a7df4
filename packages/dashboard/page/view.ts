import type { Figures } from './figures.js';

/** One of the views of the page. */
export interface View {
  readonly root: HTMLElement;
  /** Shows the figures as they are now. */
  readonly show: (figures: Figures) => void;
}

/** What there is of a view before it is made. */
export interface ViewDefinition {
  /** In the address. */
  readonly id: string;
  readonly title: string;
  readonly make: () => View;
}
