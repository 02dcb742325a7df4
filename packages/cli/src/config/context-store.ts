import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../errors/command-error.js';
import { checkContextName, type Context, formatContext, parseContext } from './context.js';
import { namesIn } from './context-names.js';
import { type ReadRules, readUserFile } from './files.js';
import { type KnownFlags, parseObject } from './settings.js';

/** Which context is selected, and which was before. */
export interface Selection {
  readonly current?: string | undefined;
  readonly previous?: string | undefined;
}

/** The contexts of a user: a file for each in `contexts`, and which one is selected in `selection.json`. */
export class ContextStore {
  readonly folder: string;
  readonly #known: KnownFlags;
  readonly #rules: ReadRules;

  constructor(folder: string, known: KnownFlags, rules: Omit<ReadRules, 'within'>) {
    this.folder = join(folder, 'contexts');
    this.#known = known;
    this.#rules = { ...rules, within: this.folder };
  }

  /** The path of the file of a context. @throws UsageError for a name that is none. */
  fileOf(name: string): string {
    return join(this.folder, `${checkContextName(name)}.json`);
  }

  /** @throws UsageError when there is no such context, or its file is malformed. */
  read(name: string): Context {
    const file = this.fileOf(name);
    const text = readUserFile(file, this.#rules);
    if (text !== undefined) return parseContext(text, file, this.#known, this.#rules.warn);
    const others = this.names();
    const hint = others.length === 0 ? 'zmq context save makes one' : `there are ${others.join(', ')}`;
    throw new UsageError(`There is no context "${name}".`, { hint });
  }

  /** All names, sorted. */
  names(): readonly string[] {
    return namesIn(this.folder);
  }

  /** Writes a context, for its owner alone. With `create`, one that is there is an error. */
  write(name: string, context: Context, { create }: { readonly create: boolean }): void {
    const file = this.fileOf(name);
    if (create && this.names().includes(name)) {
      throw new UsageError(`There is a context "${name}" already.`, { hint: 'another name, or --force' });
    }
    this.#replace(file, formatContext(context));
  }

  /** Removes a context; it is no longer selected. */
  remove(name: string): void {
    this.read(name);
    rmSync(this.fileOf(name));
    const { current, previous } = this.selection();
    if (current === name || previous === name) {
      this.#select({
        current: current === name ? undefined : current,
        previous: previous === name ? undefined : previous,
      });
    }
  }

  /** Which context counts where none is named. */
  selection(): Selection {
    const file = this.#selectionFile();
    const text = readUserFile(file, this.#rules);
    if (text === undefined) return {};
    const { current, previous } = parseObject(text, file);
    return { current: nameOf(current), previous: nameOf(previous) };
  }

  /** Selects a context, or none. */
  select(name: string | undefined): void {
    if (name !== undefined) this.read(name);
    const { current, previous } = this.selection();
    this.#select({ current: name, previous: current === name ? previous : current });
  }

  #select(selection: Selection): void {
    this.#replace(this.#selectionFile(), `${JSON.stringify(selection)}\n`);
  }

  /** Not with the contexts, since it is no context. */
  #selectionFile(): string {
    return join(this.folder, '..', 'selection.json');
  }

  #replace(file: string, text: string): void {
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    const draft = `${file}.${globalThis.crypto.randomUUID()}`;
    try {
      writeFileSync(draft, text, { flag: 'wx', mode: 0o600 });
      renameSync(draft, file);
    } catch (error) {
      rmSync(draft, { force: true });
      throw error;
    }
  }
}

function nameOf(value: unknown): string | undefined {
  return typeof value === 'string' ? checkContextName(value) : undefined;
}
