import { createContext, runInContext } from 'node:vm';

/** What browsers, Deno, Bun and workers of all of them have beside the language itself, as far as sockets may use it. */
const WEB_GLOBALS = [
  'AbortController',
  'AbortSignal',
  'MessageChannel',
  'TextDecoder',
  'atob',
  'btoa',
  'clearInterval',
  'clearTimeout',
  'performance',
  'queueMicrotask',
  'setInterval',
  'setTimeout',
  'structuredClone',
] as const;

/** The text encoder of Node makes arrays of Node's own realm: in this context they are to be of the context's. */
const TEXT_ENCODER = `
  globalThis.TextEncoder = class TextEncoder {
    encode(text) { return new Uint8Array(outside.encode(text)); }
    encodeInto(text, bytes) { return outside.encodeInto(text, bytes); }
  };
`;

/**
 * Runs a script where there is nothing of Node: the globals are those of the language and those of the web.
 *
 * @param script Its value, which may be a promise, is the result.
 */
export function runInWebContext(script: string): unknown {
  const globals = Object.fromEntries(WEB_GLOBALS.map((name) => [name, globalThis[name]]));
  const context = createContext(globals);
  const makeEncoder = runInContext(`(outside) => { ${TEXT_ENCODER} }`, context) as (
    outside: InstanceType<typeof TextEncoder>,
  ) => void;
  makeEncoder(new TextEncoder());
  return runInContext(script, context);
}
