import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../packaging/command.js';
import { endpoints } from '../packaging/programs.js';
import { installProject, writeFile } from './installed-project.js';
import { loaderTitle } from './loader.js';
import { nodes } from './nodes.js';

/** One socket comes from `require`, the other from `import`. */
const PROGRAM = `
  const required = require('zeromq-ts');
  (async () => {
    const imported = await import('zeromq-ts');
    console.log(imported.ZMQRouter === required.ZMQRouter ? 'one copy' : 'two copies');
    for (const at of ${JSON.stringify(endpoints)}) {
      const router = new required.ZMQRouter();
      const dealer = new imported.ZMQDealer(await router.bind(at));
      await dealer.send('question');
      const message = await router.receive();
      console.log(message instanceof imported.Message && message instanceof required.Message);
      await router.send(message);
      console.log((await dealer.receive()).text());
      await dealer.close();
      await router.close();
    }
  })();
`;

let project = '';

beforeAll(async () => {
  project = await installProject({});
  writeFile(project, 'both.cjs', PROGRAM);
});

afterAll(() => {
  if (project) rmSync(project, { recursive: true, force: true });
});

const answers = endpoints.flatMap(() => ['true', 'question']);

describe.each(nodes)('require() and import in one process on $name', (node) => {
  const name = 'require() and import in one process';
  if ('missing' in node) {
    it(`loader: ${name} on ${node.name}`, ({ skip }) => skip(node.missing));
    return;
  }
  const loader = { name, runtime: `Node ${node.version}` };

  it.each([
    ['one copy', []],
    ['two copies', ['--no-experimental-require-module']],
  ] as const)(
    loaderTitle(loader, 'messages flow with %s of each package'),
    { meta: { loader } },
    async (copies, flags) => {
      expect(await run(node.command, [...flags, 'both.cjs'], project)).toEqual({
        code: 0,
        stdout: `${[copies, ...answers].join('\n')}\n`,
        stderr: '',
      });
    },
  );
});
