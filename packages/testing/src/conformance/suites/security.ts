import { inspect } from 'node:util';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AuthenticationRequest, HandshakeFailedEvent, SecurityOptions, ZMQSocket } from '@zeromq-ts/core';
import type { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
import { z85Decode } from '@zeromq-ts/core/spi';
import { Certificate, CertificateStore, PasswordTable } from '@zeromq-ts/security';
import { expect } from 'vitest';
import type { TestOptions } from '../socket-classes.js';
import type { Scope } from '../scope.js';
import type { Suite } from '../suite.js';
import { EVENT_TIMEOUT_MS, expectSilence, nextEvent, receiveTexts } from '../waiting.js';

const server = Certificate.generate({ name: 'server' });
const client = Certificate.generate({ name: 'client' });
const stranger = Certificate.generate({ name: 'stranger' });
const ANNA = { plainUsername: 'anna', plainPassword: 'pa55 wörd' };

/** Some leave the connection open without a word, until the time for the handshake is over. */
const SHORT_HANDSHAKE = { handshakeInterval: 200 };

interface Met {
  readonly pull: ZMQPull;
  readonly push: ZMQPush;
}

/** A PULL that binds and a PUSH that connects to it, each with these options. */
async function attach(scope: Scope, binder: TestOptions, connecter: TestOptions): Promise<Met> {
  const [pull, push] = [scope.binding('PULL', binder), scope.connecting('PUSH', connecter)];
  await scope.attach(pull, push);
  return { pull, push };
}

/** One message from a PUSH to a PULL that let each other in. */
async function expectLetIn(scope: Scope, binder: SecurityOptions, connecter: SecurityOptions): Promise<void> {
  const { pull, push } = await attach(scope, binder, connecter);
  await push.send('hello');
  expect(await receiveTexts(pull)).toEqual(['hello']);
  await Promise.all([push.close(), pull.close()]);
}

interface Refused extends Met {
  readonly atServer: HandshakeFailedEvent;
  readonly atClient: HandshakeFailedEvent;
}

/** What both sides report when the one that binds refuses the other, of which nothing is delivered. */
async function refusedBy(scope: Scope, binder: TestOptions, connecter: TestOptions): Promise<Refused> {
  const [pull, push] = [scope.binding('PULL', binder), scope.connecting('PUSH', connecter)];
  const told = [nextEvent(pull, 'handshake-failed'), nextEvent(push, 'handshake-failed')] as const;
  void push.send('never to be seen').catch(() => {});
  await scope.attach(pull, push);
  const [atServer, atClient] = await Promise.all(told);
  await expectSilence(pull);
  expect([pull.stats().peers, push.stats().peers]).toEqual([0, 0]);
  return { pull, push, atServer, atClient };
}

/** PLAIN, CURVE, and which peers are admitted. */
export function security(suite: Suite): void {
  const knowsUsers = suite.pair.binder.capabilities.userId;

  suite.overNetworks(
    'PL-01 PL-04 a PLAIN client is let in by its name and password, and known by the user id',
    async (scope) => {
      const asked: AuthenticationRequest[] = [];
      const passwords: unknown[] = [];
      const { pull, push } = await attach(
        scope,
        {
          plainServer: true,
          authenticate: (request) => {
            asked.push(request);
            passwords.push(request.password);
            return { userId: 'user 7', metadata: { Department: 'research' } };
          },
        },
        ANNA,
      );
      const greeted = await nextEvent(pull, 'handshake-succeeded');
      expect(asked).toEqual([
        {
          mechanism: 'PLAIN',
          domain: '',
          address: scope.tested.peerAddress ?? '',
          username: 'anna',
        },
      ]);
      expect(passwords).toEqual(['pa55 wörd']);
      await push.send('hello');
      const { peer } = await pull.receive();
      for (const known of [greeted.peer, peer]) {
        expect(known?.userId).toBe(knowsUsers ? 'user 7' : undefined);
        expect(known?.metadata?.get('department')).toBe(knowsUsers ? 'research' : undefined);
      }
    },
  );

  suite.overNetworks(
    'PL-02 names and passwords are told byte for byte, also an empty password and NUL bytes',
    async (scope) => {
      const accounts = [
        ['anna', ''],
        ['anna', undefined],
        ['anna', '\0'],
        ['\0', 'a\0b'],
        ['a\0', ''],
        ['\u{e9}', 'x'.repeat(255)],
      ] as const;
      for (const [plainUsername, plainPassword] of accounts) {
        const told: unknown[] = [];
        const authenticate = ({ username, password }: AuthenticationRequest): boolean =>
          told.push(username, password) > 0;
        await expectLetIn(scope, { plainServer: true, authenticate }, { plainUsername, plainPassword });
        expect(told).toEqual([plainUsername, plainPassword ?? '']);
      }
    },
  );

  suite.overNetworks('PL-07 a PLAIN client never speaks NULL, whatever its password', async (scope) => {
    for (const plainPassword of ['', undefined, null, '\0', 'secret']) {
      const options = { plainUsername: 'anna', plainPassword, ...SHORT_HANDSHAKE };
      const { pull, push } = await refusedBy(scope, SHORT_HANDSHAKE, options);
      await Promise.all([push.close({ linger: 0 }), pull.close({ linger: 0 })]);
    }
  });

  suite.overNetworks('PL-05 ZA-15 E-08 a wrong password is refused, and both sides hear it', async (scope) => {
    const table = new PasswordTable({ anna: 'another one' });
    const { atServer, atClient } = await refusedBy(scope, { plainServer: true, authenticate: table }, ANNA);
    expect(atServer).toMatchObject({
      status: 400,
      reason: expect.stringMatching(/password/),
      error: { code: 'EACCES' },
    });
    expect(atClient).toMatchObject({
      status: 400,
      error: { code: 'EACCES', message: expect.stringMatching(/[Cc]heck/) },
    });
    for (const event of [atServer, atClient]) expect(inspect(event, { depth: 9 })).not.toContain('pa55');
  });

  suite.overNetworks(
    'CV-24 a CURVE client is let in by its key: a set of them, a store or a callback knows it, as text or as bytes',
    async (scope) => {
      const folder = await mkdtemp(join(tmpdir(), 'zeromq-ts-store-'));
      scope.defer(() => rm(folder, { recursive: true }));
      await client.savePublic(join(folder, 'client.key'));
      const keyBytes = z85Decode(client.publicKey);
      const ways = [
        new Set([stranger.publicKey, client.publicKey]),
        [keyBytes],
        new CertificateStore(folder),
        async ({ publicKey }: AuthenticationRequest) => publicKey === client.publicKey,
      ];
      for (const authenticate of ways) {
        await expectLetIn(scope, { ...server.server(), authenticate }, client.client(server));
      }
      const { curveSecretKey, curveServerKey } = client.client(server);
      const asBytes = {
        curveSecretKey: z85Decode(curveSecretKey),
        curveServerKey: z85Decode(curveServerKey),
      };
      const serverBytes = { curveServer: true, curveSecretKey: z85Decode(server.server().curveSecretKey) };
      await expectLetIn(scope, { ...serverBytes, authenticate: [keyBytes] }, asBytes);
    },
  );

  suite.overNetworkWirings('CV-22 CURVE works whoever is there first, and whoever the server is', async (scope) => {
    const authenticate = [client.publicKey];
    await expectLetIn(scope, { ...server.server(), authenticate }, client.client(server));
    await expectLetIn(scope, client.client(server), { ...server.server(), authenticate });
  });

  suite.over(
    'tcp',
    'CV-13 CURVE carries messages of all shapes, in the order in which they were sent',
    async (scope) => {
      const [router, dealer] = [
        scope.binding('ROUTER', { ...server.server(), authenticate: [client.publicKey] }),
        scope.connecting('DEALER', { ...client.client(server), routingId: 'me' }),
      ];
      await scope.join(router, dealer);
      const messages = [
        [''],
        ['a', '', 'b'],
        ['x'.repeat(300_000)],
        Array.from({ length: 50 }, String),
        ['y'.repeat(223)],
      ];
      for (const message of messages) await dealer.send(message);
      for (const message of messages) {
        const [id, ...frames] = await receiveTexts(router);
        expect(id).toBe('me');
        expect(frames).toEqual(message);
        await router.send(['me', ...frames]);
        expect(await receiveTexts(dealer)).toEqual(message);
      }
    },
  );

  suite.over('tcp', 'CV-13 CURVE carries subscriptions', async (scope) => {
    const publisher = scope.binding('PUB', { ...server.server(), authenticate: [client.publicKey] });
    const subscriber = scope.connecting('SUB', { ...client.client(server), topics: ['news'] });
    await scope.join(publisher, subscriber);
    await publisher.subscribed('news', { timeout: EVENT_TIMEOUT_MS });
    await publisher.send(['sports', 'no']);
    await publisher.send(['news', 'yes']);
    expect(await receiveTexts(subscriber)).toEqual(['news', 'yes']);
  });

  suite.overNetworks(
    'CV-18 ZA-15 E-08 a CURVE client with another key is refused, and both sides hear it',
    async (scope) => {
      const authenticate = [client.publicKey];
      const options = stranger.client(server);
      const { atServer, atClient } = await refusedBy(scope, { ...server.server(), authenticate }, options);
      expect(atServer).toMatchObject({
        status: 400,
        reason: expect.stringMatching(/public key/),
        error: { code: 'EACCES' },
      });
      expect(atClient).toMatchObject({
        status: 400,
        error: { code: 'EACCES', message: expect.stringMatching(/[Cc]heck/) },
      });
    },
  );

  suite.overNetworks('G-17 a peer of another mechanism is refused, by the rule of that', async (scope) => {
    const { atServer, atClient } = await refusedBy(scope, server.server(), {});
    expect([atServer.rule, atClient.rule]).toContain('ERR_ZMTP_MECHANISM_MISMATCH');
  });

  suite.overNetworks(
    'CV-20 a CURVE client that has the key of another server is refused, and others are served',
    async (scope) => {
      const authenticate = [client.publicKey];
      const { pull, atServer } = await refusedBy(scope, { ...server.server(), authenticate }, client.client(stranger));
      expect(atServer.rule).toBe('ERR_ZMTP_CRYPTOGRAPHIC');
      const honest = scope.connecting('PUSH', client.client(server), pull.endpoint as string);
      await honest.send('I am here');
      expect(await receiveTexts(pull)).toEqual(['I am here']);
    },
  );

  suite.over('tcp', 'A-40 an authenticator that throws, rejects, hangs or answers nonsense refuses', async (scope) => {
    const authenticators = [
      [
        500,
        () => {
          throw new Error('the database is gone');
        },
      ],
      [500, () => Promise.reject(new Error('the database is gone'))],
      [300, () => new Promise<never>(() => {})],
      [500, () => 'yes' as never],
      [500, () => ({ userId: 'x'.repeat(256) })],
      [400, () => ({ refuse: 'not today' })],
    ] as const;
    for (const [status, authenticate] of authenticators) {
      const options = { ...server.server(), authenticate, authenticateTimeout: 30 };
      const pull = scope.binding('PULL', options);
      const failed = nextEvent(pull, 'handshake-failed');
      const push = scope.connecting('PUSH', client.client(server), await pull.bind('tcp://127.0.0.1:*'));
      const event = await failed;
      expect(event.status).toBe(status);
      expect(event.reason).toMatch(/authenticate|not today/);
      await Promise.all([push.close({ linger: 0 }), pull.close()]);
    }
  });

  suite.over('tcp', 'CV-21 a CURVE server with nobody to ask lets everybody in, and warns of it', async (scope) => {
    const pull = scope.binding('PULL', server.server());
    const { reason } = await nextEvent(pull, 'warning');
    expect(reason).toContain('authenticate');
    const push = scope.connecting('PUSH', stranger.client(server), await pull.bind('tcp://127.0.0.1:*'));
    await push.send('I am let in');
    expect(await receiveTexts(pull)).toEqual(['I am let in']);
  });

  suite.overNetworks(
    'ZA-10 PL-06 with a domain, or as a PLAIN server, and nobody to ask, peers are refused',
    async (scope) => {
      const pairs: readonly (readonly [SecurityOptions, SecurityOptions])[] = [
        [{ securityDomain: 'd' }, {}],
        [{ plainServer: true }, ANNA],
        [{ plainServer: true, securityDomain: 'd' }, ANNA],
        [{ ...server.server(), securityDomain: 'd' }, client.client(server)],
      ];
      for (const [binder, connecter] of pairs) {
        const { pull, push } = await refusedBy(
          scope,
          { ...binder, ...SHORT_HANDSHAKE },
          { ...connecter, ...SHORT_HANDSHAKE },
        );
        await Promise.all([push.close({ linger: 0 }), pull.close()]);
      }
    },
  );

  suite.over('tcp', 'A-09 CV-23 PL-09 sockets of different mechanisms exchange nothing', async (scope) => {
    const lenient = () => true;
    const servers = [{}, { plainServer: true, authenticate: lenient }, { ...server.server(), authenticate: lenient }];
    const clients = [{}, ANNA, client.client(server)];
    for (const [mine, binder] of servers.entries()) {
      for (const [theirs, connecter] of clients.entries()) {
        if (mine === theirs) continue;
        const { pull, push } = await refusedBy(
          scope,
          { ...binder, ...SHORT_HANDSHAKE },
          { ...connecter, ...SHORT_HANDSHAKE },
        );
        await Promise.all([push.close({ linger: 0 }), pull.close()]);
      }
    }
    const { pull, push } = await refusedBy(
      scope,
      { ...servers[1], ...SHORT_HANDSHAKE },
      { ...servers[1], ...SHORT_HANDSHAKE },
    );
    await Promise.all([push.close({ linger: 0 }), pull.close()]);
  });

  suite.overNetworks(
    'a peer whose admission is revoked is disconnected, and refused when it comes again',
    async (scope) => {
      const table = new PasswordTable({ anna: 'pa55 wörd', bert: 'x' });
      const router = scope.binding('ROUTER', { plainServer: true, authenticate: table });
      const [anna, bert] = [
        scope.connecting('DEALER', { ...ANNA, routingId: 'anna' }),
        scope.connecting('DEALER', { plainUsername: 'bert', plainPassword: 'x', routingId: 'bert' }),
      ];
      await scope.join(router, anna, bert);
      await anna.send('hello');
      expect(await receiveTexts(router)).toEqual(['anna', 'hello']);
      if (!knowsUsers) {
        table.revoke('anna');
        await anna.send('still here');
        expect(await receiveTexts(router)).toEqual(['anna', 'still here']);
        return;
      }
      const [ended, refused] = [nextEvent(router, 'disconnected'), nextEvent(router, 'handshake-failed')];
      table.revoke('anna');
      const { peer, error } = await ended;
      expect(peer?.userId).toBe('anna');
      expect(error).toMatchObject({ code: 'EACCES', message: expect.stringContaining('revoked') });
      expect((await refused).status).toBe(400);
      await bert.send('still here');
      expect(await receiveTexts(router)).toEqual(['bert', 'still here']);
      expect(router.peers.map(({ info }) => info.userId)).toEqual(['bert']);
    },
  );

  suite.over('tcp', 'a signal that is aborted before the handshake is over ends the connection', async (scope) => {
    if (!knowsUsers) return;
    const signal = AbortSignal.abort(new Error('too late'));
    const pull = scope.binding('PULL', { ...server.server(), authenticate: () => ({ userId: 'anna', signal }) });
    const ended = nextEvent(pull, 'disconnected');
    const push = scope.connecting('PUSH', client.client(server), await pull.bind('tcp://127.0.0.1:*'));
    void push.send('never to be received').catch(() => {});
    expect((await ended).error).toMatchObject({ code: 'EACCES', cause: { message: 'too late' } });
    await push.close({ linger: 0 });
    await expectSilence(pull);
  });

  suite.over('tcp', 'A-15 secrets are not to be seen in a socket, its statistics and its events', async (scope) => {
    const events: unknown[] = [];
    const watch = (socket: ZMQSocket) => {
      for (const name of ['accepted', 'connected', 'handshake-succeeded', 'handshake-failed', 'disconnected'] as const)
        socket.on(name, (event) => events.push(event));
    };
    const secrets: (string | undefined)[] = ['pa55 wörd'];
    const plain = [{ plainServer: true, authenticate: new PasswordTable({ anna: 'pa55 wörd' }) }, ANNA] as const;
    const curve = [{ ...server.server(), authenticate: [client.publicKey] }, client.client(server)] as const;
    for (const options of curve) {
      secrets.push(options.curveSecretKey, inspect(z85Decode(options.curveSecretKey)).slice(16, 40));
    }
    for (const [binder, connecter] of [plain, curve]) {
      const [pull, push] = [scope.binding('PULL', binder), scope.connecting('PUSH', connecter)];
      for (const socket of [pull, push]) watch(socket);
      await scope.join(pull, push);
      const shown = [pull, push].map((socket) => [
        inspect(socket, { depth: 9, showHidden: true, maxStringLength: Infinity }),
        JSON.stringify(socket) ?? '',
        inspect(socket.stats(), { depth: 9 }),
      ]);
      const text = [...shown.flat(), inspect(events, { depth: 9, showHidden: true })].join('\n');
      for (const secret of secrets) expect(text.includes(secret as string), 'a secret is shown').toBe(false);
    }
  });
}
