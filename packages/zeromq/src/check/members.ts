import * as zeromq from '../drop-in.js';

/** The names of the calls and options of sockets, contexts, observers and proxies. */
const KNOWN: ReadonlySet<string> = new Set(
  Object.values(zeromq).flatMap((each: unknown) =>
    typeof each === 'function' ? namesOf(each.prototype as object) : [],
  ),
);

/** Those that begin with the name of a class, as in `new zmq.Dealer(` and `Dealer(`. */
const CLASSES = /\bnew\s+(?:\w+\.)?(\w+)\s*\(/gu;
const MEMBERS = /\.(\w+)\b/gu;

/** The classes, calls and options of the package that occur in a text. */
export function membersIn(text: string): Set<string> {
  const classes = [...text.matchAll(CLASSES)].map(([, name]) => name as string).filter((name) => name in zeromq);
  const members = [...text.matchAll(MEMBERS)].map(([, name]) => name as string).filter((name) => KNOWN.has(name));
  return new Set([...classes, ...members]);
}

function namesOf(prototype: object | undefined): string[] {
  const names: string[] = [];
  for (let each = prototype; each !== undefined && each !== null && each !== Object.prototype;) {
    names.push(...Object.getOwnPropertyNames(each));
    each = Object.getPrototypeOf(each) as object;
  }
  return names.filter((name) => name !== 'constructor');
}
