// Bundles the page of the package in whose folder it runs: `page/page.ts` and the style sheet, with all that they import.
// The result is `dist/page.json`, the text of each file by its name, which `bundle-package.mjs` puts into the code as
// PAGE_FILES: a page that is a part of the code is there when a program is bundled, too.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { build } from 'esbuild';

const { outputFiles } = await build({
  entryPoints: ['page/page.ts', 'page/page.css'],
  outdir: 'dist',
  bundle: true,
  minifyWhitespace: true,
  format: 'esm',
  platform: 'browser',
  target: ['es2022', 'chrome111', 'firefox113', 'safari16.4'],
  logLevel: 'warning',
  legalComments: 'none',
  write: false,
});

const files = [
  ...outputFiles.map(({ path, text }) => [basename(path), text]),
  ...['page.html', 'icon.svg'].map((file) => [file, readFileSync(`page/${file}`, 'utf8')]),
];
mkdirSync('dist', { recursive: true });
writeFileSync('dist/page.json', JSON.stringify(Object.fromEntries(files)));
