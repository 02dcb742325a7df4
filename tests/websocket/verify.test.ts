import { once } from 'node:events';
import { ZMQPull } from '@zeromq-ts/pushpull';
import type { UpgradeVerdict } from '@zeromq-ts/websocket';
import '@zeromq-ts/websocket';
import { describe, expect, it } from 'vitest';
import { RawPeer, request, upgradedClient } from './raw-peer.js';
import { closeAfterEach, using } from './scope.js';

closeAfterEach();

const MISTAKE = new TypeError('mistake');

const throwing = (name: string): unknown =>
  Object.defineProperty({}, name, {
    get: () => {
      throw MISTAKE;
    },
  });

async function bound(verdict: unknown): Promise<{ pull: ZMQPull; endpoint: string }> {
  const pull = using(new ZMQPull(undefined, { webSocket: { verify: () => verdict as UpgradeVerdict } }));
  return { pull, endpoint: await pull.bind('ws://127.0.0.1:*/') };
}

describe('answers of verify that are broken', () => {
  it.each<[what: string, verdict: unknown, reason: RegExp, cause: unknown]>([
    ['metadata with a number', { userId: 'ann', metadata: { age: 7 } }, /verify returned metadata with/, undefined],
    ['metadata with an object', { userId: 'ann', metadata: { a: {} } }, /verify returned metadata with/, undefined],
    ['metadata with a name that is none', { userId: 'ann', metadata: { 'a b\n': '' } }, /property name/, undefined],
    ['metadata that is text', { userId: 'ann', metadata: 'abc' }, /metadata that is not an object/, undefined],
    ['a userId of 256 bytes', { userId: 'x'.repeat(256) }, /userId of more than 255 bytes/, undefined],
    ['a userId that throws', throwing('userId'), /verify failed \(TypeError: mistake\)/, MISTAKE],
    ['a reason that throws', throwing('refuse'), /verify failed \(TypeError: mistake\)/, MISTAKE],
    ['a promise that throws', throwing('then'), /verify failed \(TypeError: mistake\)/, MISTAKE],
  ])('WU-08 %s: 500 for the client, and the reason for this side', async (_what, verdict, reason, cause) => {
    const { pull, endpoint } = await bound(verdict);
    const failed = once(pull as never, 'handshake-failed') as Promise<[{ error: Error; reason: string }]>;
    const peer = using(await RawPeer.to(endpoint));
    peer.write(request(endpoint));
    const head = await peer.head();
    const [event] = await failed;
    expect(head).toMatch(/^HTTP\/1\.1 500 /);
    expect(await peer.text()).toBe('The request could not be verified.\n');
    expect(event.reason).toMatch(reason);
    expect(event.error.message).toMatch(reason);
    expect(event.error.cause).toBe(cause);
  });

  it('WU-08 as those of authenticate: a reason refuses, though there is a userId, and undefined is none', async () => {
    const { endpoint } = await bound({ userId: 'ann', refuse: 'no' });
    const peer = using(await RawPeer.to(endpoint));
    peer.write(request(endpoint));
    expect(await peer.head()).toMatch(/^HTTP\/1\.1 403 /);
    const other = await bound({ userId: 'ann', refuse: undefined });
    using(await upgradedClient(other.endpoint));
  });
});

describe('the event of a refusal', () => {
  it.each([
    ['WA-01', { Origin: 'http://localhost:5173' }, 'http://localhost:5173', 'webSocket.allowedOrigins'],
    ['WA-02', { Host: 'feed.example' }, '"feed.example"', 'webSocket.allowedHosts'],
  ])('%s has what was refused, and the setting that allows it; the client only has the first', async (...row) => {
    const [, headers, what, setting] = row;
    const { pull, endpoint } = await bound(true);
    const failed = once(pull as never, 'handshake-failed') as Promise<[{ error: Error; reason: string }]>;
    const peer = using(await RawPeer.to(endpoint));
    peer.write(request(endpoint, { headers }));
    expect(await peer.head()).toMatch(/^HTTP\/1\.1 403 /);
    const [{ error, reason }] = await failed;
    for (const text of [error.message, reason]) {
      expect(text).toContain(what);
      expect(text).toContain(setting);
    }
    expect(await peer.text()).not.toContain(setting);
  });
});
