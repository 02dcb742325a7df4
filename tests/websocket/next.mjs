// Runs the program of the guide "On a web server" with the real Next.js, in development and in production: by hand, as Next
// takes 350 MB. The packages must be built, and npm must reach a registry.
//
//   node tests/websocket/next.mjs [VERSION]
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { ZMQSubscriber } from '@zeromq-ts/pubsub';
import '@zeromq-ts/websocket';
import { transform } from 'esbuild';

const ROOT = resolve(import.meta.dirname, '../..');
const [version = '16'] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'zeromq-ts-next-'));
const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1' };

/** Every path is a page. */
const FILES = {
  'package.json': JSON.stringify({ name: 'with-next', private: true, type: 'module' }),
  'app/layout.js': 'export default ({ children }) => <html><body>{children}</body></html>;',
  'app/page.js': 'export default () => <p>a page of Next</p>;',
  'app/[...slug]/page.js': 'export default () => <p>any other page</p>;',
};

try {
  for (const name of ['app', 'app/[...slug]']) mkdirSync(join(folder, name));
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text);
  npm('install', '--no-audit', '--no-fund', `next@${version}`, 'react', 'react-dom');
  const scope = join(folder, 'node_modules/@zeromq-ts');
  mkdirSync(scope);
  for (const name of ['pubsub', 'websocket']) symlinkSync(join(ROOT, 'packages', name), join(scope, name), 'junction');
  writeFileSync(join(folder, 'server.mjs'), await programOfTheGuide());
  await shows('development', true);
  npm('exec', '--', 'next', 'build');
  await shows('production', false);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** @param {string[]} args */
function npm(...args) {
  execFileSync('npm', args, { cwd: folder, env, stdio: ['ignore', 'ignore', 'inherit'] });
}

/** It says where it listens, and publishes. */
async function programOfTheGuide() {
  const guide = readFileSync(join(ROOT, 'docs/guide/web-servers.md'), 'utf8');
  const [, code = ''] = /^```ts ignore\n(\/\/ server\.ts\n[^]*?)^```$/mu.exec(guide) ?? [];
  const listening = "server.listen(0, '127.0.0.1', () => console.log(`PORT ${server.address().port}`));";
  if (!code.includes('server.listen(3000);')) throw new Error('The guide has no program for Next any more.');
  const changed = `${code.replace('server.listen(3000);', listening)}\nsetInterval(() => publisher.send('news'), 20);\n`;
  return (await transform(changed, { loader: 'ts', format: 'esm' })).code;
}

/** @param {string} mode @param {boolean} reloads Whether there is hot reloading. */
async function shows(mode, reloads) {
  const child = spawn(process.execPath, ['server.mjs'], {
    cwd: folder,
    env: { ...env, NODE_ENV: mode },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const port = await portOf(child);
    const page = await (await fetch(`http://127.0.0.1:${port}/`)).text();
    if (!page.includes('a page of Next')) throw new Error(`${mode}: there is no page.`);
    const subscriber = new ZMQSubscriber(`ws://127.0.0.1:${port}/feed`, 'news');
    let ended = 0;
    subscriber.on('disconnected', () => ended++);
    for (let count = 0; count < 100; count++) await subscriber.receive({ timeout: 30_000 });
    const times = ended;
    await subscriber.close();
    if (times > 0) throw new Error(`${mode}: the connection was ended.`);
    if (reloads && !(await reloading(port)).includes('101')) throw new Error(`${mode}: there is no hot reloading.`);
    console.log(`Next ${version}, ${mode}: a page, 100 messages${reloads ? ', hot reloading' : ''}`);
  } finally {
    child.kill();
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }
}

/** @param {import('node:child_process').ChildProcessByStdio<null, import('node:stream').Readable, null>} child */
async function portOf({ stdout }) {
  for await (const line of createInterface(stdout)) {
    const [, port] = /^PORT (\d+)$/u.exec(line) ?? [];
    if (port !== undefined) return Number(port);
  }
  throw new Error('The server ended.');
}

/** @param {number} port @returns {Promise<string>} The answer to a request for hot reloading. */
async function reloading(port) {
  const socket = connect(port, '127.0.0.1');
  const lines = [
    `GET /_next/hmr?id=1 HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    '\r\n',
  ];
  socket.write(lines.join('\r\n'));
  const [answer] = await once(socket, 'data');
  socket.destroy();
  return String(answer).split('\r\n')[0] ?? '';
}
