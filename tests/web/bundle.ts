import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

/** The program as one script for browsers, from the sources of the packages. @returns its text; its value is `web.main()`. */
export async function bundleForWeb(program: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [here(program)],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'web',
    platform: 'browser',
    target: 'es2023',
    conditions: ['source', 'browser'],
    // Names of the namespace object that the script leaves behind.
    footer: { js: 'web.main()' },
    logLevel: 'silent',
  });
  return outputFiles.map(({ text }) => text).join('');
}
