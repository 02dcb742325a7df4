import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The files of the page, by their paths. */
const TYPES: Readonly<Record<string, string>> = {
  'page.html': 'text/html; charset=utf-8',
  'page.js': 'text/javascript; charset=utf-8',
  'icon.svg': 'image/svg+xml',
  'page.css': 'text/css; charset=utf-8',
};

/** A file as it is sent. */
export interface PageFile {
  readonly type: string;
  readonly body: Uint8Array;
}

/** The file for a path, from the folder that the build writes; `undefined` if there is none. */
export async function pageFile(path: string): Promise<PageFile | undefined> {
  const name = path === '' ? 'page.html' : path;
  const type = Object.hasOwn(TYPES, name) ? TYPES[name] : undefined;
  if (type === undefined) return undefined;
  const folder = dirname(createRequire(import.meta.url).resolve('../dist/page/page.html'));
  return { type, body: await readFile(join(folder, name)) };
}
