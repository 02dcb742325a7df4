// @ts-check
// Downloads the runtimes that RUNTIMES asks for, from npm, unless they are here.  usage: RUNTIMES=all node download.mjs
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { binaryOf, folderOf, wanted } from './runtimes.mjs';

for (const runtime of wanted()) {
  if (existsSync(binaryOf(runtime))) continue;
  const folder = folderOf(runtime);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  console.log(`Downloading ${runtime.install}`);
  // The binary is in the package itself: no script has to run.
  const quietly = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund'];
  execFileSync('npm', ['install', ...quietly, runtime.install], { cwd: folder, stdio: 'inherit' });
}
