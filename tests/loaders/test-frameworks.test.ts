import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Results } from './frameworks.js';
import { TOOLS, frameworks } from './frameworks.js';
import { installProject, writeFile } from './installed-project.js';
import { loaderTitle } from './loader.js';
import { nodes } from './nodes.js';
import { testFiles } from './test-files.js';

let project = '';

beforeAll(async () => {
  project = await installProject(TOOLS);
});

afterAll(() => {
  if (project) rmSync(project, { recursive: true, force: true });
});

for (const framework of frameworks) {
  const files = testFiles(framework.dialect);
  const fileOf = (subject: string): string =>
    `${subject.replaceAll(/\W+/g, ' ').trim().replaceAll(' ', '-')}${framework.ending}`;

  describe.each(nodes)(`${framework.name} on $name`, (node) => {
    if ('missing' in node) {
      it(`loader: ${framework.name} on ${node.name}`, ({ skip }) => skip(node.missing));
      return;
    }
    const loader = { name: framework.name, runtime: `Node ${node.version}` };
    let results: Results;

    beforeAll(async () => {
      const folder = join(project, framework.folder);
      for (const [path, text] of Object.entries(framework.setup)) writeFile(folder, path, text);
      for (const [subject, text] of files) writeFile(folder, fileOf(subject), text);
      results = await framework.run(node.command, folder, [...files.keys()].map(fileOf));
    });

    it.each([...files.keys()])(loaderTitle(loader, '%s'), { meta: { loader } }, (subject) => {
      expect([...results.files.keys()], results.stderr).toContain(fileOf(subject));
      expect(results.files.get(fileOf(subject))).toBeUndefined();
    });

    it(loaderTitle(loader, 'ends by itself, without a warning'), { meta: { loader } }, () => {
      expect(results.code, results.stderr).toBe(0);
      expect(results.stderr).not.toMatch(/did not exit|failed to exit|Warning/);
    });
  });
}
