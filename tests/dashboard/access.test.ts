// @module-tag built
import { createServer } from 'node:http';
import { gzipSync } from 'node:zlib';
import { dashboard } from '@zeromq-ts/dashboard';
import express from 'express';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { assertBuilt } from '../../build/built-from.mjs';
import { answerTo, ask, serve, TOKEN, WITH_TOKEN } from './server.js';
import { Processes } from './snapshots.js';

/* Who gets what. */

assertBuilt();

const FILES = ['/', '/page.js', '/page.css', '/icon.svg'];

describe('the token of a dashboard', () => {
  it.each(['/figures', '/metrics'])('XD-05 is needed for %s', async (path) => {
    const { port } = await serve();
    const refused = await ask(port, path);
    expect(refused).toMatchObject({ status: 401, headers: { 'www-authenticate': 'Bearer' } });
    expect(refused.body).toBe('The token is missing or wrong.\n');
    const response = await answerTo(port, path, WITH_TOKEN);
    response.destroy();
    expect(response.statusCode).toBe(200);
  });

  it.each([
    ['another one', `Bearer ${TOKEN.slice(0, -1)}x`],
    ['the beginning of it', `Bearer ${TOKEN.slice(0, -1)}`],
    ['more than it', `Bearer ${TOKEN}x`],
    ['nothing', 'Bearer '],
    ['much', `Bearer ${'x'.repeat(8000)}`],
    ['it, in another scheme', `Basic ${TOKEN}`],
  ])('XD-05 XA-06 is not %s', async (_, authorization) => {
    const { port } = await serve();
    expect((await ask(port, '/metrics', { authorization })).status).toBe(401);
  });

  it.each(['/figures?token=', '/metrics?token=', '/?', '/page.js?'])(
    'XA-06 is refused in the query: %s',
    async (path) => {
      const { port } = await serve();
      const answer = await ask(port, `${path}${TOKEN}`, WITH_TOKEN);
      expect(answer).toMatchObject({ status: 400 });
      expect(answer.body).toContain('a token goes into the header');
    },
  );

  it('XD-13 has to be chosen, or it has to be said that there is none', async () => {
    const processes = new Processes();
    for (const auth of [undefined, true, {}, { token: 'short' }, null]) {
      expect(() => dashboard({ processes, auth: auth as never })).toThrow(/The option auth of dashboard/u);
    }
    const { port } = await serve({ auth: false });
    expect((await ask(port, '/metrics')).status).toBe(200);
  });

  it('XD-13 can be a function, which may take its time; when it fails, no figure is shown', async () => {
    const asked = await serve({ auth: async ({ headers }) => Promise.resolve(headers.cookie === 'session=1') });
    expect((await ask(asked.port, '/metrics')).status).toBe(401);
    expect((await ask(asked.port, '/metrics', { cookie: 'session=1' })).status).toBe(200);
    const failing = await serve({ auth: () => Promise.reject(new Error('secret of the database')) });
    expect(await ask(failing.port, '/metrics')).toMatchObject({ status: 500, body: 'The dashboard has failed.\n' });
  });
});

describe('a request to a dashboard', () => {
  it.each([...FILES, '/metrics', '/figures'])(
    'XD-06 XA-06 for %s is refused when its Host was led here by DNS',
    async (path) => {
      const { port } = await serve();
      for (const host of [
        'attacker.example',
        `attacker.example:${port}`,
        '127.0.0.1.attacker.example',
        '127.0.0.1@attacker.example',
        'a b',
      ]) {
        expect(await ask(port, path, { ...WITH_TOKEN, host })).toMatchObject({ status: 421 });
      }
    },
  );

  it('XD-06 may name this machine, and what allowHosts has', async () => {
    const { port } = await serve({ allowHosts: ['Figures.example'] });
    for (const host of [
      'localhost',
      `localhost:${port}`,
      '127.0.0.1',
      '127.8.8.8:1',
      '[::1]:80',
      'figures.example',
      'FIGURES.example:443',
    ]) {
      expect((await ask(port, '/', { host })).status).toBe(200);
    }
    expect((await ask(port, '/', { host: 'more.figures.example' })).status).toBe(421);
  });

  it('XD-06 XA-06 of a page of another origin is refused', async () => {
    const { port } = await serve();
    for (const origin of [
      'https://attacker.example',
      'null',
      `http://127.0.0.1:${port + 1}`,
      `http://localhost:${port}`,
    ]) {
      expect((await ask(port, '/metrics', { ...WITH_TOKEN, origin })).status).toBe(403);
    }
    const own = await ask(port, '/metrics', { ...WITH_TOKEN, origin: `http://127.0.0.1:${port}` });
    expect(own.status).toBe(200);
    expect(own.headers).not.toHaveProperty('access-control-allow-origin');
    for (const site of ['cross-site', 'same-site']) {
      const headers = { ...WITH_TOKEN, 'sec-fetch-site': site, 'sec-fetch-mode': 'no-cors' };
      expect((await ask(port, '/page.js', headers)).status).toBe(403);
    }
    // Someone has followed a link.
    expect((await ask(port, '/', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' })).status).toBe(200);
  });

  it.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])(
    'XD-07 that could change something is refused: %s',
    async (method) => {
      const { port } = await serve();
      for (const path of ['/', '/figures', '/metrics', '/send']) {
        const answer = await ask(port, path, WITH_TOKEN, method);
        expect(answer).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
      }
    },
  );

  it.each([
    '/../package.json',
    '/..%2f..%2fpackage.json',
    '/page.js/',
    '//page.js',
    '/constructor',
    '/__proto__',
    '/page.js.map',
    '/index.js',
  ])('XA-06 gets no file that is not of the page: %s', async (path) => {
    const { port } = await serve();
    expect(await ask(port, path, WITH_TOKEN)).toMatchObject({ status: 404, body: 'Not found.\n' });
  });

  it('HEAD has no body, and opens no stream', async () => {
    const { port } = await serve();
    for (const path of [...FILES, '/metrics', '/figures']) {
      expect(await ask(port, path, WITH_TOKEN, 'HEAD')).toMatchObject({ status: 200, body: '' });
    }
  });
});

describe('the page of a dashboard', () => {
  it.each([...FILES, '/metrics', '/nothing'])(
    'XD-06 XA-06 is sent with headers that forbid frames and foreign scripts: %s',
    async (path) => {
      const { port } = await serve();
      const { headers } = await ask(port, path, WITH_TOKEN);
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'cross-origin-resource-policy': 'same-origin',
        'cache-control': 'no-store',
      });
      const policy = headers['content-security-policy'];
      expect(policy).toMatch(/^default-src 'self';/u);
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain('unsafe');
    },
  );

  it('XD-06 is at most 150 KiB with gzip, and has nothing from elsewhere and nothing inline', async () => {
    const { port } = await serve();
    const bodies = await Promise.all(FILES.map(async (path) => (await ask(port, path)).body));
    const size = bodies.reduce((sum, body) => sum + gzipSync(body).length, 0);
    expect(size).toBeGreaterThan(5000);
    expect(size).toBeLessThan(150 * 1024);
    const [page = '', script = '', style = ''] = bodies;
    expect(page).not.toMatch(/<style|style=|<script(?![^>]* src=)|\son\w+=|https?:/u);
    expect(style).not.toMatch(/url\(|@import/u);
    // The namespace of SVG is a name, and nothing is loaded from there.
    expect(script.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|innerHTML|\beval\(/u);
  });

  it('XD-13 is served below the path at which an application has it', async () => {
    const page = dashboard({ processes: new Processes(), auth: { token: TOKEN } });
    const application = express();
    application.use('/figures-of-sockets', page.handler);
    const server = createServer(application).listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(async () => {
      await page.close();
      server.closeAllConnections();
      server.close();
    });
    const { port } = server.address() as AddressInfo;
    // The page loads what is beside it.
    const moved = await ask(port, '/figures-of-sockets');
    expect(moved).toMatchObject({ status: 308, headers: { location: '/figures-of-sockets/' } });
    expect((await ask(port, '/figures-of-sockets/')).body).toContain('<title>zmq dashboard</title>');
    expect((await ask(port, '/figures-of-sockets/page.js')).headers['content-type']).toMatch(/^text\/javascript/u);
    expect((await ask(port, '/figures-of-sockets/metrics', WITH_TOKEN)).body).toContain('# EOF');
    expect((await ask(port, '/figures-of-sockets/metrics?token=1')).status).toBe(400);
  });
});
