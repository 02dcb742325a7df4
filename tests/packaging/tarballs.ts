import { inject } from 'vitest';

/** Where the tarball of a package is. */
export function tarballOf(name: string): string {
  const { tarballs, problem } = inject('packed');
  const tarball = tarballs[name];
  if (tarball === undefined) throw new Error(`There is no tarball of ${name}: ${problem ?? 'it is not published'}`);
  return tarball;
}
