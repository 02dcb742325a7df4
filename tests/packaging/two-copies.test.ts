import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mustRun, run } from './command.js';
import { endpoints, programs } from './programs.js';
import { tarballOf } from './tarballs.js';
import { published, root } from './workspace.js';

const names = published.map(({ manifest }) => manifest.name);
let folder = '';

/** An unpacked package, which is copied from there into the trees. */
const unpacked = (name: string): string => join(folder, 'unpacked', name);
const installed = (tree: string, name: string): string => join(tree, 'node_modules', name);

function place(tree: string, name: string): string {
  cpSync(unpacked(name), installed(tree, name), { recursive: true });
  return installed(tree, name);
}

/** A tree with each package once. */
function newTree(title: string): string {
  const tree = mkdtempSync(join(folder, `${title}-`));
  for (const name of names) place(tree, name);
  const sodium = realpathSync(join(root, 'packages/security/node_modules/libsodium'));
  cpSync(sodium, installed(tree, 'libsodium'), { recursive: true });
  return tree;
}

/** Makes a package one of a release that has other versions of all seams. */
function nextFormat(directory: string): void {
  for (const file of readdirSync(join(directory, 'dist'), { recursive: true, encoding: 'utf8' })) {
    if (!/\.(?:c|m)?js$/u.test(file)) continue;
    const path = join(directory, 'dist', file);
    const code = readFileSync(path, 'utf8');
    writeFileSync(
      path,
      code.replace(
        /(engine|transport|routing|cryptography|context|message|budget|inproc|contexts|paths)@(\d+)\b/gu,
        (_, seam: string, version: string) => `${seam}@${Number(version) + 1}`,
      ),
    );
  }
}

async function lines(tree: string, file: string, code: string): Promise<string[]> {
  writeFileSync(join(tree, file), code);
  return (await mustRun(process.execPath, [file], tree)).trim().split('\n');
}

/** Compiles a program in a tree, with the types of Node and the TypeScript of this workspace. */
function compile(tree: string, code: string): ReturnType<typeof run> {
  writeFileSync(join(tree, 'program.mts'), code);
  const compilerOptions = {
    strict: true,
    noEmit: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    target: 'ES2022',
    lib: ['ES2023', 'ESNext.Disposable'],
    module: 'NodeNext',
    types: ['node'],
    typeRoots: [join(root, 'node_modules/@types')],
  };
  writeFileSync(join(tree, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['program.mts'] }));
  return run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', '.', '--pretty', 'false'], tree);
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'zeromq-ts-copies-'));
  for (const name of names) {
    mkdirSync(unpacked(name), { recursive: true });
    await mustRun('tar', ['-xzf', tarballOf(name), '-C', unpacked(name), '--strip-components', '1'], folder);
  }
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** The packages that come with a package, itself among them. */
function broughtBy(name: string): readonly string[] {
  const { dependencies = {} } = published.find(({ manifest }) => manifest.name === name)?.manifest ?? {};
  return [
    name,
    ...Object.keys(dependencies)
      .filter((each) => names.includes(each))
      .flatMap(broughtBy),
  ];
}

// The command line has a program of its own, and is imported by none.
const holders = names.filter((name) => name !== '@zeromq-ts/core' && name !== '@zeromq-ts/cli');

describe.each(holders)('a copy of core that only %s has', (holder) => {
  let tree = '';

  beforeAll(() => {
    tree = newTree('one');
    place(installed(tree, holder), '@zeromq-ts/core');
  });

  // A copy that the program does not load changes nothing for it.
  const concerned = programs.filter(({ name, beside = [] }) => [name, ...beside].flatMap(broughtBy).includes(holder));

  it.each(concerned)(
    'lets $name work over tcp, ipc and inproc',
    async ({ name, imports, body, beside = [], expected }) => {
      const all = endpoints.flatMap(() => expected);
      const used = [...beside, name];
      const at = JSON.stringify(endpoints);
      const module = `
      ${used.map((each) => `import '${each}';`).join('\n')}
      import { createSocket } from '@zeromq-ts/core';
      import { ${imports} } from '${name}';
      async function talk(at) {${body}}
      for (const at of ${at}) await talk(at);
    `;
      const script = `
      ${used.map((each) => `require('${each}');`).join('\n')}
      const { createSocket } = require('@zeromq-ts/core');
      const { ${imports} } = require('${name}');
      async function talk(at) {${body}}
      (async () => { for (const at of ${at}) await talk(at); })();
    `;
      expect(await lines(tree, 'program.mjs', module)).toEqual(all);
      expect(await lines(tree, 'program.cjs', script)).toEqual(all);
    },
  );
});

/** All packages a second time, for a library in the same process. */
function withLibrary(title: string): { tree: string; library: string } {
  const tree = newTree(title);
  const library = join(tree, 'node_modules', 'library');
  for (const name of names) place(library, name);
  writeFileSync(
    join(library, 'package.json'),
    JSON.stringify({ name: 'library', type: 'module', exports: './index.js' }),
  );
  for (const file of ['index.js', 'index.d.ts']) writeFileSync(join(library, file), `export * from 'zeromq-ts';`);
  return { tree, library };
}

/** A message passed on from here to the library and back, filtered by topic and routed by name there. */
const conversation = (at: string): string => `
  import * as here from 'zeromq-ts';
  import * as there from 'library';
  for (const at of ${at}) {
    const publisher = new here.ZMQPublisher();
    const subscriber = new there.ZMQSubscriber(await publisher.bind(at), 'topic');
    await publisher.subscribed('topic');
    await publisher.send(['topic', 'news']);
    const news = await subscriber.receive();
    const router = new there.ZMQRouter();
    const request = new here.ZMQRequest(await router.bind(at.replace('alone', 'ask')));
    await request.send(news);
    const envelope = await router.receive();
    await router.send(envelope);
    console.log((await request.receive()).text(1), news instanceof here.Message);
    await Promise.all([publisher, subscriber, router, request].map((socket) => socket.close({ linger: 0 })));
  }
`;

it('two copies of everything share inproc names and messages when their seams are the same', async () => {
  const { tree } = withLibrary('two');
  const at = JSON.stringify(endpoints);
  expect(await lines(tree, 'program.mjs', conversation(at))).toEqual(['news true', 'news true', 'news true']);
});

/** Makes a package one of a later release. TypeScript takes two copies of the same version for one. */
function nextVersion(directory: string): void {
  const path = join(directory, 'package.json');
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as object;
  writeFileSync(path, JSON.stringify({ ...manifest, version: '99.0.0' }));
}

it('what one release makes is typed as what the other takes, whatever the class', async () => {
  const { tree, library } = withLibrary('types');
  for (const name of names) nextVersion(installed(library, name));
  const exported = Object.keys(await import('zeromq-ts'));
  expect(exported).toEqual(expect.arrayContaining(['Message', 'ZMQContext', 'ZMQError', 'ZMQRouter', 'Certificate']));
  const program = `
    import * as here from 'zeromq-ts';
    import * as there from 'library';
    export const pairs = [
      ${exported.map((name) => `[here.${name} satisfies typeof there.${name}, there.${name} satisfies typeof here.${name}],`).join('\n')}
    ];
    export async function converse(engine: there.Engine): Promise<void> {
      const [request, router] = [new here.ZMQRequest(), new there.ZMQRouter()];
      await request.send(new there.Message('text'));
      const [id, ...frames] = await router.receive();
      await request.send(['topic', await router.receive(), id, ...frames]);
      new here.ZMQPull(undefined, { context: new there.ZMQContext(), engine });
      const sockets: there.ZMQSocket[] = [request, router];
      for (const socket of sockets) socket.on('dropped', ({ reason }) => reason satisfies here.DropReason);
    }
  `;
  expect(await compile(tree, program)).toEqual({ code: 0, stdout: '', stderr: '' });
  // The copies are two: what one of them has more, the other has not.
  const socket = installed(library, '@zeromq-ts/core/dist/socket/zmq-socket.d.cts');
  writeFileSync(socket, readFileSync(socket, 'utf8').replace('get type()', 'get more(): true;\n    get type()'));
  expect((await compile(tree, program)).stdout).toContain("Property 'more' is missing");
});

describe('two releases with different seams', () => {
  let tree = '';

  beforeAll(() => {
    const both = withLibrary('formats');
    tree = both.tree;
    for (const name of names) nextFormat(installed(both.library, name));
  });

  it('talk over tcp and ipc, and pass each other’s messages on', async () => {
    const at = JSON.stringify(endpoints.filter((each) => !each.startsWith('inproc:')));
    expect(await lines(tree, 'program.mjs', conversation(at))).toEqual(['news true', 'news true']);
  });

  it('say in one sentence what they do not share', async () => {
    const program = `
      import * as here from 'zeromq-ts';
      import * as there from 'library';
      import { zmtp } from '@zeromq-ts/transports/zmtp';
      for (const options of [{ context: new here.ZMQContext() }, { engine: zmtp }]) {
        try {
          new there.ZMQPair(undefined, options);
        } catch (error) {
          console.log(error instanceof here.ZMQError, error.code, error.message.split(/[.,]/)[0]);
        }
      }
    `;
    expect(await lines(tree, 'program.mjs', program)).toEqual([
      'true EINVAL context is one of another release of @zeromq-ts/core that does not fit to this one',
      'true EINVAL The engine "zmtp" is made for engine@2',
    ]);
  });

  it('each have their own cryptography', async () => {
    const program = `
      import * as here from 'zeromq-ts';
      import * as there from 'library';
      const [server, client] = [here.curveKeyPair(), there.curveKeyPair()];
      const pull = new here.ZMQPull(undefined, {
        curveServer: true, curveSecretKey: server.secretKey, authenticate: [client.publicKey],
      });
      const push = new there.ZMQPush(await pull.bind('tcp://127.0.0.1:*'), {
        curveServerKey: server.publicKey, curveSecretKey: client.secretKey,
      });
      await push.send('secret');
      console.log((await pull.receive()).text());
      await Promise.all([push.close(), pull.close()]);
    `;
    expect(await lines(tree, 'program.mjs', program)).toEqual(['secret']);
  });
});
