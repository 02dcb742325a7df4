import { UsageError } from '../errors/command-error.js';
import { looksLikeEndpoint } from '../grammar/endpoints.js';
import { printable } from '../output/printable.js';
import { type KnownFlags, parseObject, readSettings, type Settings } from './settings.js';

/** A named set of endpoints and values of flags. */
export interface Context {
  /** As on the command line, with `@` or `>` where the direction is fixed. */
  readonly endpoints: readonly string[];
  readonly flags: Settings;
}

const NAME = /^[A-Za-z0-9][\w.-]{0,63}$/;

/** @throws UsageError for a name that could not be the name of a file. */
export function checkContextName(name: string): string {
  // `--context none` is for a line without one.
  if (NAME.test(name) && name !== 'none') return name;
  throw new UsageError(
    `A context has a name of letters, digits, - _ and . such as "staging", not "${printable(name)}".`,
  );
}

/** Reads the text of the file of a context. @throws UsageError with its path. */
export function parseContext(text: string, origin: string, known: KnownFlags, warn: (text: string) => void): Context {
  const { endpoints = [], flags = {}, ...others } = parseObject(text, origin);
  for (const name of Object.keys(others)) warn(`${origin} has "${name}", which is nothing that a context has`);
  if (!Array.isArray(endpoints) || !endpoints.every((each) => typeof each === 'string' && looksLikeEndpoint(each))) {
    throw new UsageError(`${origin}: endpoints is a list of endpoints such as "tcp://127.0.0.1:5555".`);
  }
  const unknown = (name: string): void => warn(`${origin} sets "${name}", which is no flag that a file can set`);
  return { endpoints: endpoints as string[], flags: readSettings(flags, origin, known, unknown) };
}

/** The text of the file of a context. */
export function formatContext({ endpoints, flags }: Context): string {
  return `${JSON.stringify({ endpoints, flags }, undefined, 2)}\n`;
}
