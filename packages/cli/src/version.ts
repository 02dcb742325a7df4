import { createRequire } from 'node:module';

/** Set by the build. */
declare const BUILT_VERSION: string | undefined;

/** The version of this package. */
export const VERSION: string =
  typeof BUILT_VERSION === 'string'
    ? BUILT_VERSION
    : versionOf(createRequire(import.meta.url)('@zeromq-ts/cli/package.json'));

function versionOf(manifest: unknown): string {
  return (manifest as { readonly version: string }).version;
}
