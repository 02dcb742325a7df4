import { networkInterfaces } from 'node:os';
import { AddressList } from '@zeromq-ts/security';
import { describe, expect, it } from 'vitest';
import { peerAddress } from '../../src/libzmq/zap-address.js';
import { socket } from './test-socket.js';

describe('the address of a ZAP request of libzmq', () => {
  it.each([
    ['127.0.0.1', '127.0.0.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['::1', '::1'],
    ['2001:db8::1:2:3', '2001:db8::1:2:3'],
    ['fe80::1:2:3', 'fe80::1:2:3'],
    ['fe80::fc:ff:fe00:1%eth0', 'fe80::fc:ff:fe00:1%eth0'],
    ['fe80::1%3', 'fe80::1%3'],
  ])('%s is an IP address, with or without an ipc endpoint', (text, address) => {
    expect(peerAddress(text, false)).toBe(address);
    expect(peerAddress(text, true)).toBe(address);
  });

  it('names the process of a peer over ipc, which has no address', () => {
    for (const text of ['localhost:0:0:4711', ':1000:1000:4711']) {
      expect(peerAddress(text, true)).toBe('');
      expect(peerAddress(text, false)).toBeUndefined();
    }
  });

  it.each(['', 'localhost', 'somewhere', '1.2.3', 'localhost:0:0:x', '%eth0'])(
    '%j is no peer over tcp that can be shown to an authenticator',
    (text) => {
      expect(peerAddress(text, false)).toBeUndefined();
      if (text !== '') expect(peerAddress(text, true)).toBeUndefined();
    },
  );
});

const linkLocal = Object.entries(networkInterfaces())
  .flatMap(([name, list = []]) => list.map(({ address }) => ({ name, address })))
  .find(({ address }) => address.startsWith('fe80'));

describe.skipIf(linkLocal === undefined)(
  'a TCP peer with a link-local address (needs an interface that has one)',
  () => {
    it.each([
      ['is not local', { allow: ['local'] }],
      ['is kept out by its subnet', { deny: ['fe80::/10'] }],
    ])('%s', async (_, rules) => {
      const list = new AddressList(rules);
      const seen: string[] = [];
      const pull = socket('PULL', {
        ipv6: true,
        authenticate: (request: { address: string }) => {
          seen.push(request.address);
          return list.allows(request.address);
        },
      });
      // An ipc endpoint beside it makes no difference.
      await pull.bind('ipc://*');
      const port = (await pull.bind('tcp://*:*')).split(':').at(-1);
      const push = socket('PUSH', { ipv6: true });
      push.connect(`tcp://[${linkLocal?.address}%${linkLocal?.name}]:${port}`);
      await push.next('handshake-failed');
      expect(seen[0]).toBe(`${linkLocal?.address}%${linkLocal?.name}`);
    });
  },
);
