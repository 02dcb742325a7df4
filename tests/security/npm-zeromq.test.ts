import type { SecurityOptions } from '@zeromq-ts/core';
import { z85Decode } from '@zeromq-ts/core/spi';
import { ZMQDealer, ZMQRouter } from '@zeromq-ts/dealerrouter';
import { curveKeyPair, PasswordTable } from '@zeromq-ts/security';
import { describe, expect, it, onTestFinished } from 'vitest';
import type * as Npm from 'zeromq';

const left = process.env['WITHOUT_ZEROMQ'] !== undefined;
const npm = left ? undefined : await import('zeromq');
const why = left ? ' (skipped: it is left out, by WITHOUT_ZEROMQ)' : '';

const EVENT_TIMEOUT_MS = 20_000;
/** One pair is made by that package, so that each side uses keys of the other. */
const [server, client, stranger] = [npm?.curveKeyPair() ?? curveKeyPair(), curveKeyPair(), curveKeyPair()];

/** One mechanism, in the words that both have in common. */
interface Mechanism {
  readonly name: string;
  readonly server: SecurityOptions;
  readonly authenticate: SecurityOptions;
  readonly client: SecurityOptions;
  readonly wrong: SecurityOptions;
  /** What their ZAP handler lets in. */
  readonly credentials: readonly Buffer[];
}

const MECHANISMS: readonly Mechanism[] = [
  {
    name: 'CURVE',
    server: { curveServer: true, curvePublicKey: server.publicKey, curveSecretKey: server.secretKey },
    authenticate: { authenticate: [client.publicKey] },
    client: {
      curveServerKey: server.publicKey,
      curvePublicKey: client.publicKey,
      curveSecretKey: client.secretKey,
    },
    wrong: {
      curveServerKey: server.publicKey,
      curvePublicKey: stranger.publicKey,
      curveSecretKey: stranger.secretKey,
    },
    credentials: [Buffer.from(z85Decode(client.publicKey))],
  },
  {
    name: 'PLAIN',
    server: { plainServer: true },
    authenticate: { authenticate: new PasswordTable({ anna: 'pa55 wörd' }) },
    client: { plainUsername: 'anna', plainPassword: 'pa55 wörd' },
    wrong: { plainUsername: 'anna', plainPassword: 'password' },
    credentials: [Buffer.from('anna'), Buffer.from('pa55 wörd')],
  },
];

const BODIES = ['hello', '', 'x'.repeat(300), 'y'.repeat(100_000)];

/** A ZAP handler as users of that package write it, for sockets of its context. */
async function handle(zeromq: typeof Npm, context: Npm.Context, allowed: readonly Buffer[]): Promise<void> {
  const handler = new zeromq.Reply({ context });
  await handler.bind('inproc://zeromq.zap.01');
  onTestFinished(() => handler.close());
  void (async () => {
    for await (const [version, id, , , , , ...credentials] of handler) {
      const fits = credentials.every((credential, index) => allowed[index]?.equals(credential));
      await handler.send([version as Buffer, id as Buffer, fits ? '200' : '400', '', fits ? 'anna' : '', '']);
    }
  })().catch(() => {});
}

describe.skipIf(left)(`zmtp and the npm package zeromq${why}`, () => {
  const zeromq = npm as typeof Npm;

  describe.each(MECHANISMS.map((mechanism) => [mechanism.name, mechanism] as const))('%s', (name, mechanism) => {
    async function theirRouter(): Promise<{ router: Npm.Router; endpoint: string }> {
      const context = new zeromq.Context();
      await handle(zeromq, context, mechanism.credentials);
      const options = {
        context,
        linger: 0,
        receiveTimeout: EVENT_TIMEOUT_MS,
        zapDomain: 'global',
        ...mechanism.server,
      };
      const router = new zeromq.Router(options as Npm.SocketOptions<Npm.Router>);
      onTestFinished(() => router.close());
      await router.bind('tcp://127.0.0.1:*');
      return { router, endpoint: router.lastEndpoint as string };
    }

    function theirDealer(options: SecurityOptions): Npm.Dealer {
      const dealer = new zeromq.Dealer({
        linger: 0,
        receiveTimeout: EVENT_TIMEOUT_MS,
        ...options,
      } as Npm.SocketOptions<Npm.Dealer>);
      onTestFinished(() => dealer.close());
      return dealer;
    }

    function ourRouter(): ZMQRouter {
      const router = new ZMQRouter(undefined, { engine: 'zmtp', ...mechanism.server, ...mechanism.authenticate });
      onTestFinished(() => router.close({ linger: 0 }));
      return router;
    }

    function ourDealer(endpoint: string, options: SecurityOptions): ZMQDealer {
      const dealer = new ZMQDealer(undefined, { engine: 'zmtp', ...options });
      onTestFinished(() => dealer.close({ linger: 0 }));
      dealer.connect(endpoint);
      return dealer;
    }

    it(`CV-22 PL-01 ${name}: their client talks to our server`, async () => {
      const router = ourRouter();
      const dealer = theirDealer(mechanism.client);
      dealer.connect(await router.bind('tcp://127.0.0.1:*'));
      for (const body of BODIES) {
        await dealer.send([body, 'more']);
        const [id, ...frames] = await router.receive({ timeout: EVENT_TIMEOUT_MS });
        await router.send([id, ...frames]);
        const [back, more] = await dealer.receive();
        expect([`${back}` === body, `${more}`]).toEqual([true, 'more']);
      }
    });

    it(`CV-22 PL-01 ${name}: our client talks to their server`, async () => {
      const { router, endpoint } = await theirRouter();
      const dealer = ourDealer(endpoint, mechanism.client);
      for (const body of BODIES) {
        await dealer.send([body, 'more']);
        const [id, ...frames] = await router.receive();
        await router.send([id as Buffer, ...frames]);
        const [back, more] = await dealer.receive({ timeout: EVENT_TIMEOUT_MS });
        expect([Buffer.from(back).toString() === body, `${Buffer.from(more as Uint8Array)}`]).toEqual([true, 'more']);
      }
    });

    it(`CV-18 PL-05 ${name}: our server refuses their client that has other credentials, and serves one that has the right ones`, async () => {
      const router = ourRouter();
      const endpoint = await router.bind('tcp://127.0.0.1:*');
      const failed = new Promise<number | undefined>((resolve) => {
        router.once('handshake-failed', ({ status }) => resolve(status));
      });
      const wrong = theirDealer(mechanism.wrong);
      wrong.connect(endpoint);
      await wrong.send('never to be seen');
      expect(await failed).toBe(400);
      const right = theirDealer(mechanism.client);
      right.connect(endpoint);
      await right.send('served');
      const [, body] = await router.receive({ timeout: EVENT_TIMEOUT_MS });
      expect(Buffer.from(body).toString()).toBe('served');
    });

    it(`CV-18 PL-05 ${name}: their server refuses our client that has other credentials, which says what to check`, async () => {
      const { endpoint } = await theirRouter();
      const dealer = new ZMQDealer(undefined, { engine: 'zmtp', ...mechanism.wrong });
      onTestFinished(() => dealer.close({ linger: 0 }));
      const failed = new Promise<{ status?: number | undefined; error?: Error | undefined }>((resolve) => {
        dealer.once('handshake-failed', resolve);
      });
      const waits = new Promise<number | undefined>((resolve) => {
        dealer.once('connect-retried', ({ interval }) => resolve(interval));
      });
      dealer.connect(endpoint);
      expect(await failed).toMatchObject({
        status: 400,
        error: { code: 'EACCES', message: expect.stringContaining('Check') },
      });
      // It does not hammer.
      expect(await waits).toBeGreaterThanOrEqual(1000);
    });
  });
});
