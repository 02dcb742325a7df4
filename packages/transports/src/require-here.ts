/**
 * Loads a package that is installed beside this one, at once: who never needs it does without it.
 *
 * @throws what Node throws when it is not there or cannot be loaded.
 */
export function requireHere(name: string): unknown {
  // In a bundle that was made CommonJS there is no import.meta.url: look where the application runs instead.
  const from =
    (import.meta.url as string | undefined) ?? process.getBuiltinModule('node:path').join(process.cwd(), 'index.js');
  return process.getBuiltinModule('node:module').createRequire(from)(name);
}
