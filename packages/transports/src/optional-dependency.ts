/** `import.meta.require`, which the CommonJS build replaces by its own `require`. Bun has one as well. */
interface MetaWithRequire {
  readonly require?: (name: string) => unknown;
}

/**
 * Loads an optional package synchronously, when it is needed.
 *
 * @throws the error of Node when it is not installed or cannot be loaded.
 */
export function requireHere(name: string): unknown {
  // Node 20 does not resolve symbolic links of a module when the last file that was looked at synchronously, as rmSync
  // does, was a socket. Applications do that with the files of ipc endpoints.
  process.getBuiltinModule('node:fs').statSync('/', { throwIfNoEntry: false });
  // Not taken into a variable: the build looks for these words. A test runner may have put its own `require` there.
  const isCommonJS = typeof (import.meta as MetaWithRequire).require === 'function';
  if (isCommonJS) return (import.meta as MetaWithRequire).require?.(name);
  // In a bundle that was made CommonJS there is no import.meta.url: look where the application runs instead.
  const from =
    (import.meta.url as string | undefined) ?? process.getBuiltinModule('node:path').join(process.cwd(), 'index.js');
  return process.getBuiltinModule('node:module').createRequire(from)(name);
}
