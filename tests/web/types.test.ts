import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { runNode } from '../docs/program.js';

// Inside `tests`, so that a program finds the packages as that of a user would.
const FOLDER = fileURLToPath(new URL('../.cache/web-types/', import.meta.url));
const COMPILER = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');

const EXACTLY = 'type Is<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;';

/** A program that compiles only if a frame is exactly this. */
const programFor = (frame: string): string => `
import { type Frame, Message } from '@zeromq-ts/core';
import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
import { ZMQRouter } from '@zeromq-ts/dealerrouter';
${EXACTLY}
export const isFrame: Is<Frame, ${frame}> = true;
export const isElement: Is<Message[0], ${frame}> = true;
export async function main(push: ZMQPush, pull: ZMQPull, router: ZMQRouter): Promise<void> {
  await push.send('hello');
  const frames: readonly ${frame}[] = (await pull.receive({ signal: AbortSignal.timeout(100) })).frames;
  const [id] = await router.receive();
  const routingId: ${frame} = id;
  await router.send([routingId, ...frames]);
}
`;

/** What the compiler says of a program, the declarations of the packages included. */
async function errorsOf(name: string, frame: string, options: object): Promise<string> {
  const folder = join(FOLDER, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'program.ts'), programFor(frame));
  const compilerOptions = { strict: true, noEmit: true, target: 'ES2022', moduleDetection: 'force', ...options };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['program.ts'] }));
  const { stdout, stderr } = await runNode([COMPILER, '-p', folder, '--pretty', 'false'], folder, 60_000);
  return stdout + stderr;
}

const WEB = { module: 'ESNext', moduleResolution: 'Bundler', lib: ['ES2023', 'DOM', 'ESNext.Disposable'], types: [] };
const NODE = { module: 'NodeNext', lib: ['ES2023', 'ESNext.Disposable'], types: ['node'] };

describe('types', () => {
  it('of core and a pattern need no types of Node: a frame is then a Uint8Array', async () => {
    expect(await errorsOf('web', 'Uint8Array', { ...WEB, skipLibCheck: false })).toBe('');
  });

  it('say that a frame is a Buffer where the types of Node are', async () => {
    expect(await errorsOf('node', 'Buffer', { ...NODE, skipLibCheck: true })).toBe('');
  });

  it('would be found wrong by these programs', async () => {
    expect(await errorsOf('wrong', 'Buffer', { ...WEB, skipLibCheck: true })).toContain('TS2591');
  });
});
