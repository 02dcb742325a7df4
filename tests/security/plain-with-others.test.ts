import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ZMQReply, ZMQRequest } from '@zeromq-ts/reqrep';
import { PasswordTable } from '@zeromq-ts/security';
import { afterAll, expect, it, onTestFinished } from 'vitest';
import { ForeignPeer } from '../interop/foreign-peer.js';
import { describeLibraries, freshEndpoint } from '../interop/meetings.js';
import { IN_PEACE } from '../processes/line-child.js';

const EVENT_TIMEOUT_MS = 20_000;
const ANNA = { plainUsername: 'anna', plainPassword: 'open sesame' };
const EVE = { plainUsername: 'eve', plainPassword: 'open sesame' };

const folder = await mkdtemp(join(tmpdir(), 'zeromq-ts-plain-'));
const passwords = join(folder, 'passwords');
await writeFile(passwords, 'anna=open sesame\nbob=secret\n');

afterAll(() => rm(folder, { recursive: true, force: true }));

const asClient = ({ plainUsername, plainPassword }: typeof ANNA): NodeJS.ProcessEnv => ({
  PEER_USER: plainUsername,
  PEER_PASSWORD: plainPassword,
});

describeLibraries((engine, program) => {
  it.each(['tcp', 'ipc'] as const)(
    'PL-01 PL-05 over %s, we let their client in, and refuse another',
    async (transport) => {
      const table = new PasswordTable({ anna: 'open sesame' });
      const reply = new ZMQReply(undefined, { engine, plainServer: true, authenticate: table });
      onTestFinished(() => reply.close({ linger: 0 }));
      const at = await reply.bind(freshEndpoint(transport));
      const failed = new Promise<number | undefined>((resolve) => {
        reply.once('handshake-failed', ({ status }) => resolve(status));
      });
      const eve = await ForeignPeer.start(program, 'REQ', 'connect', at, undefined, asClient(EVE));
      expect(await failed).toBe(400);
      const anna = await ForeignPeer.start(program, 'REQ', 'connect', at, undefined, asClient(ANNA));
      await anna.sendText('a question');
      expect(`${await reply.receive({ timeout: EVENT_TIMEOUT_MS })}`).toBe('a question');
      await reply.send('an answer');
      expect(await anna.receiveText()).toBe('an answer');
      expect(await anna.end()).toEqual(IN_PEACE);
      expect(await eve.end()).toEqual(IN_PEACE);
    },
  );

  it.each(['tcp', 'ipc'] as const)(
    'PL-01 PL-05 over %s, they let our client in, and refuse another',
    async (transport) => {
      const environment = { PEER_PASSWORDS: passwords };
      const theirs = await ForeignPeer.start(program, 'REP', 'bind', freshEndpoint(transport), undefined, environment);
      const eve = new ZMQRequest(undefined, { engine, ...EVE });
      const anna = new ZMQRequest(undefined, { engine, ...ANNA });
      onTestFinished(async () => {
        await Promise.all([eve.close({ linger: 0 }), anna.close({ linger: 0 })]);
      });
      const failed = new Promise<{ status?: number | undefined; error?: Error | undefined }>((resolve) => {
        eve.once('handshake-failed', resolve);
      });
      eve.connect(theirs.endpoint);
      const waiting = eve.connected({ timeout: EVENT_TIMEOUT_MS }).catch(() => {});
      expect(await failed).toMatchObject({ status: 400, error: { code: 'EACCES' } });
      anna.connect(theirs.endpoint);
      await anna.send('a question');
      expect(await theirs.receiveText()).toBe('a question');
      await theirs.sendText('an answer');
      expect(`${await anna.receive({ timeout: EVENT_TIMEOUT_MS })}`).toBe('an answer');
      expect(await theirs.end()).toEqual(IN_PEACE);
      await eve.close({ linger: 0 });
      await waiting;
    },
  );
});
