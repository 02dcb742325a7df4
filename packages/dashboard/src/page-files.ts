import { readFileSync } from 'node:fs';

/** Set by the build: the text of each file of the page. */
declare const PAGE_FILES: Readonly<Record<string, string>> | undefined;

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

/** The file for a path; `undefined` if there is none. */
export function pageFile(path: string): PageFile | undefined {
  const name = path === '' ? 'page.html' : path;
  const type = Object.hasOwn(TYPES, name) ? TYPES[name] : undefined;
  return type === undefined ? undefined : { type, body: Buffer.from(builtFiles()[name] ?? '') };
}

/** In tests, which run the sources, from the file that the build has written. */
function builtFiles(): Readonly<Record<string, string>> {
  if (typeof PAGE_FILES !== 'undefined') return PAGE_FILES;
  const file = new URL('../dist/page.json', import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, string>>;
}
