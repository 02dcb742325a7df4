#!/usr/bin/env node
import { checkProject } from './check/check-project.js';

const USAGE = `Usage: npx @zeromq-ts/zeromq check [folder]

Looks at a project that uses npm zeromq: which of its calls and options are the same here, which differ and how, and what
to change in package.json. It reads files and changes none.`;

const [command, folder = process.cwd()] = process.argv.slice(2);
if (command === 'check') {
  try {
    process.stdout.write(`${checkProject(folder).join('\n')}\n`);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
} else {
  process.stderr.write(`${USAGE}\n`);
  process.exitCode = 2;
}
