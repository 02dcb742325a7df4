import { relative, sep } from 'node:path';
import { beforeEach } from 'vitest';
import { whyNot } from './lacking.js';

// Loaded before each test file. AS_PLATFORM shows on any machine what would be skipped on another platform.
const pretended = process.env['AS_PLATFORM'];
if (pretended !== undefined) Object.defineProperty(process, 'platform', { value: pretended });

const root = new URL('../..', import.meta.url).pathname;

if (process.platform !== 'linux') {
  beforeEach(({ task, skip }) => {
    const titles: string[] = [];
    for (let at: { readonly name: string; readonly suite?: typeof task.suite } | undefined = task; at; at = at.suite) {
      titles.unshift(at.name);
    }
    const path = relative(root, task.file.filepath).split(sep).join('/');
    const reason = whyNot(process.platform, [path, ...titles].join(' > '));
    if (reason !== undefined) skip(reason);
  });
}
