// Bundles the page of the package in whose folder it runs: `page/page.ts` with all that it imports becomes
// `dist/page/page.js`, beside the style sheet, the HTML and the icon.
import { readFileSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';

await build({
  entryPoints: ['page/page.ts', 'page/page.css'],
  outdir: 'dist/page',
  bundle: true,
  minify: true,
  format: 'esm',
  platform: 'browser',
  target: ['es2022', 'chrome111', 'firefox113', 'safari16.4'],
  logLevel: 'warning',
  legalComments: 'none',
});
for (const file of ['page.html', 'icon.svg']) writeFileSync(`dist/page/${file}`, readFileSync(`page/${file}`));
