import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { mustRun } from '../packaging/command.js';
import { root } from '../packaging/workspace.js';

const START_MS = 60_000;

/** A registry of its own on the loopback interface. */
export interface Registry {
  readonly url: string;
  /** What npm and others must send in order to publish. */
  readonly token: string;
  close(): Promise<void>;
}

/** Starts it: our packages are those that are published to it, all others come from the registry that npm is set to. */
export async function startRegistry(): Promise<Registry> {
  const program = await installVerdaccio();
  const folder = mkdtempSync(join(tmpdir(), 'zeromq-ts-registry-'));
  const uplink = (await mustRun('npm', ['config', 'get', 'registry'], folder)).trim();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/`;
  writeFileSync(join(folder, 'config.yaml'), configuration(uplink));

  const child = spawn(
    process.execPath,
    [program, '--config', join(folder, 'config.yaml'), '--listen', `127.0.0.1:${port}`],
    {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
  const exited = once(child, 'exit');
  const close = async (): Promise<void> => {
    child.kill();
    await exited;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const until = Date.now() + START_MS;
    while (!(await answers(`${url}-/ping`))) {
      if (child.exitCode !== null || Date.now() > until) throw new Error(`verdaccio did not start: ${complaints}`);
      await pause(100);
    }
    return { url, token: await addUser(url), close };
  } catch (error) {
    await close();
    throw error;
  }
}

function configuration(uplink: string): string {
  const own = ['access: $all', 'publish: $authenticated'].map((line) => `    ${line}`).join('\n');
  return [
    'storage: ./storage',
    'auth:',
    '  htpasswd:',
    '    file: ./htpasswd',
    'uplinks:',
    '  upstream:',
    `    url: ${JSON.stringify(uplink)}`,
    'packages:',
    `  '@zeromq-ts/*':`,
    own,
    `  'zeromq-ts':`,
    own,
    `  '**':`,
    '    access: $all',
    '    proxy: upstream',
    'web:',
    '  enable: false',
    'log: { type: stdout, format: json, level: fatal }',
    '',
  ].join('\n');
}

/** Installs it once for each version of its manifest, outside of the workspace. */
async function installVerdaccio(): Promise<string> {
  const manifest = join(root, 'tests/releases/registry/package.json');
  const hash = createHash('sha256').update(readFileSync(manifest)).digest('hex').slice(0, 12);
  const folder = join(root, 'node_modules/.cache/zeromq-ts-registry', hash);
  const program = join(folder, 'node_modules/verdaccio/bin/verdaccio');
  if (!existsSync(join(folder, 'installed'))) {
    mkdirSync(folder, { recursive: true });
    cpSync(manifest, join(folder, 'package.json'));
    await mustRun('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline'], folder);
    writeFileSync(join(folder, 'installed'), '');
  }
  return program;
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

async function addUser(url: string): Promise<string> {
  const user = { name: 'rehearsal', password: 'only on this machine' };
  const answer = await fetch(`${url}-/user/org.couchdb.user:${user.name}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(user),
  });
  const { token } = (await answer.json()) as { token?: string };
  if (token === undefined) throw new Error(`verdaccio gave no token: ${answer.status}`);
  return token;
}
