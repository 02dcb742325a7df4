/** What a test of this folder is about: the table "Loaders" of `docs/compat.md` is counted from it. */
export interface Loader {
  /** What loads the packages, with its version: `Jest 30.5.2 with babel-jest`. */
  readonly name: string;
  /** What it runs on: `Node 20.20.2`. */
  readonly runtime: string;
}

declare module 'vitest' {
  interface TaskMeta {
    loader?: Loader;
  }
}

/** The title of a test that counts in that table. */
export function loaderTitle({ name, runtime }: Loader, what: string): string {
  return `loader: ${name} on ${runtime}: ${what}`;
}
