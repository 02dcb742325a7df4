import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ZMQPublisher, ZMQSubscriber } from '@zeromq-ts/pubsub';
import { freePort } from '@zeromq-ts/testing/conformance';
import '@zeromq-ts/websocket';
import { describe, expect, it, onTestFinished } from 'vitest';
import { closeAfterEach, using } from './scope.js';

closeAfterEach();

const WAIT_OPTIONS = { timeout: 15_000 };
const nginx = [process.env['NGINX_PATH'], '/usr/sbin/nginx'].find((each) => each !== undefined && existsSync(each));
const missing =
  nginx === undefined ? ' — skipped: there is no nginx (Debian: nginx-light; or its path in NGINX_PATH)' : '';

function blockOf(page: string): string {
  const text = readFileSync(join(import.meta.dirname, '../../docs/guide', page), 'utf8');
  return /^```nginx\n([\s\S]*?)^```$/m.exec(text)?.[1] ?? '';
}

/** Resolves when something listens there. */
async function listening(port: number): Promise<void> {
  const reached = (): Promise<boolean> =>
    new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true));
      socket.on('error', () => resolve(false));
      socket.on('close', () => socket.destroy());
      socket.on('connect', () => socket.end());
    });
  await expect.poll(reached, WAIT_OPTIONS).toBe(true);
}

/** nginx with the block of a guide. @returns its port. */
async function startWith(block: string, upstream: string): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'zeromq-ts-nginx-'));
  const port = await freePort();
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  const config = `
    daemon off; master_process off; pid ${folder}/pid; error_log stderr;
    events {}
    http {
      access_log off; ${paths.join(' ')}
      server { listen 127.0.0.1:${port}; ${block.replace('127.0.0.1:8080', upstream)} }
    }`;
  writeFileSync(join(folder, 'nginx.conf'), config);
  const child = spawn(nginx as string, ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', 'stderr'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  onTestFinished(async () => {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    rmSync(folder, { recursive: true, force: true });
  });
  await listening(port);
  return port;
}

describe.skipIf(nginx === undefined)(`WI-07 behind nginx, as the guides configure it${missing}`, () => {
  it.each(['browser.md', 'web-servers.md'])(
    '%s: peers meet, a page of the same host is one, and no client chooses its address',
    async (page) => {
      const block = blockOf(page);
      expect(block).toContain('location /feed');
      const webSocket = { trustProxy: true };
      const publisher = using(new ZMQPublisher(undefined, { heartbeatInterval: 100, webSocket }));
      const { host } = new URL((await publisher.bind('ws://127.0.0.1:*/feed')).replace('ws', 'http'));
      const port = await startWith(block, host);
      const connected = once(publisher as never, 'handshake-succeeded') as Promise<[{ peer: { address: string } }]>;
      // As a page of this host and port has it, and an address that a client claims.
      const headers = { Origin: `http://127.0.0.1:${port}`, 'X-Forwarded-For': '192.0.2.9' };
      const subscriber = using(new ZMQSubscriber(`ws://127.0.0.1:${port}/feed`, '', { webSocket: { headers } }));
      await publisher.subscribed('', WAIT_OPTIONS);
      for (const size of [1, 65_536, 1_000_000]) {
        await publisher.send(new Uint8Array(size));
        expect((await subscriber.receive(WAIT_OPTIONS)).frame(0).byteLength).toBe(size);
      }
      expect((await connected)[0].peer.address).toMatch(/^ws:\/\/127\.0\.0\.1\b/);
    },
  );
});
