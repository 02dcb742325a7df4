import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installProject } from './installed-project.js';
import { loaderTitle } from './loader.js';
import { foreign } from './readme-installs.js';
import { readmePrograms } from './readme-programs.js';
import type { Compiler, NodeTypes } from './typescript.js';
import { compile, COMPILERS, nameOf, NODE_TYPES, SETTINGS, TOOLS } from './typescript.js';

const CLEAN = { code: 0, stdout: '', stderr: '' };

/** The entry points that TypeScript finds by the folder or by `typesVersions` when it does not read exports maps. */
const ENTRIES = `
  import { zmtp } from '@zeromq-ts/transports/zmtp';
  import { libzmq } from '@zeromq-ts/transports/libzmq';
  import { ZMQError } from '@zeromq-ts/core/spi';
  import type { ZMQError as Same } from '@zeromq-ts/core';
  export const error: Same = new ZMQError('EINVAL', [zmtp.name, libzmq.name].join());
`;

/** What `node:events` does with a socket, and what a frame is. */
const NODE = `
  import { getEventListeners, on, once, type EventEmitter } from 'node:events';
  import { createSocket, type ZMQRouter } from 'zeromq-ts';
  export async function main(router: ZMQRouter, emitter: EventEmitter = router): Promise<void> {
    const [first] = await once(router, 'accepted', { signal: AbortSignal.timeout(1) });
    for await (const [event] of on(router, 'disconnected', { close: ['closed'] })) console.log(event, first);
    await once(createSocket('PAIR'), 'connected');
    console.log(getEventListeners(router, 'closed').length, emitter.listenerCount('closed'));
    const message = await router.receive();
    const frame: Buffer = message[1];
    console.log(message.routingId.toString('hex'), frame.readUInt8(0));
  }
`;

/** Without the types of Node: a frame is what all runtimes have. */
const NO_NODE = `
  import { ZMQRouter, type Message } from 'zeromq-ts';
  export async function main(): Promise<Message> {
    const router = new ZMQRouter('tcp://127.0.0.1:*');
    const message = await router.receive();
    const frame: Uint8Array = message.routingId;
    await router.send([frame, message[1], new Uint8Array(1)]);
    return message;
  }
`;

let project = '';

beforeAll(async () => {
  project = await installProject({ ...TOOLS, ...foreign });
});

afterAll(() => {
  if (project) rmSync(project, { recursive: true, force: true });
});

describe.each(SETTINGS)('$compiler with module $name', ({ name, compiler, commonJS, options }) => {
  const loader = { name: nameOf(compiler, name), runtime: `types of Node ${NODE_TYPES['node-20']}` };
  const shows = 'compiles the programs of every README as `tsc --init` checks them, and finds every entry point';

  it(loaderTitle(loader, shows), { meta: { loader } }, async () => {
    const programs = readmePrograms(commonJS);
    expect(Object.keys(programs).length).toBeGreaterThan(9);
    const type = JSON.stringify({ type: commonJS ? 'commonjs' : 'module' });
    const files = { ...programs, 'entries.ts': ENTRIES, 'package.json': type };
    expect(await compile(project, `${compiler} ${name}`, compiler, options, 'node-20', files)).toEqual(CLEAN);
  });
});

it('TypeScript 7 has no moduleResolution node10, and says so', async () => {
  const options = { module: 'CommonJS', moduleResolution: 'Node10', verbatimModuleSyntax: false };
  const { code, stdout } = await compile(project, 'node10', 'typescript-7', options, 'node-20', { 'a.ts': ENTRIES });
  expect(code).not.toBe(0);
  expect(stdout).toMatch(/moduleResolution=node10' has been removed/);
});

describe.each(Object.keys(COMPILERS) as Compiler[])('%s', (compiler) => {
  describe.each(Object.entries(NODE_TYPES) as [NodeTypes, string][])('with the types of %s', (types, version) => {
    const loader = { name: nameOf(compiler, 'nodenext'), runtime: `types of Node ${version}` };

    it(
      loaderTitle(loader, 'takes a socket for an EventEmitter, and a frame for a Buffer'),
      { meta: { loader } },
      async () => {
        // The types of one release of Node do not fit each `lib`: they are not checked.
        const options = { skipLibCheck: true };
        const files = { 'node.mts': NODE };
        expect(await compile(project, `${compiler} ${types}`, compiler, options, types, files)).toEqual(CLEAN);
      },
    );
  });

  const loader = { name: nameOf(compiler, 'nodenext'), runtime: 'no types of Node' };

  it(loaderTitle(loader, 'takes a frame for a Uint8Array'), { meta: { loader } }, async () => {
    const files = { 'plain.mts': NO_NODE };
    expect(await compile(project, `${compiler} without Node`, compiler, {}, undefined, files)).toEqual(CLEAN);
  });
});
