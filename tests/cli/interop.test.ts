import { afterAll, describe, expect, it } from 'vitest';
import { ForeignPeer } from '../interop/foreign-peer.js';
import { preparePeers } from '../interop/peer-programs.js';
import { begin, bound, zmq } from './in-process.js';

const { programs, cleanUp } = await preparePeers();
afterAll(cleanUp);

const pyzmq = programs.find(({ name }) => name === 'pyzmq')!;
const AT = 'tcp://127.0.0.1:*';

const FRAMES = [Buffer.from('topic'), Buffer.alloc(0), Uint8Array.from({ length: 256 }, (_, byte) => byte)] as const;
const HEX = ['--hex', ...FRAMES.map((frame) => Buffer.from(frame).toString('hex'))];
const JSON_FRAMES = ['topic', '', { base64: Buffer.from(FRAMES[2]).toString('base64') }];

const framesOf = (stdout: string): unknown => (JSON.parse(stdout) as { readonly frames: unknown }).frames;

describe.skipIf(pyzmq.missing !== undefined)(
  `with pyzmq${pyzmq.missing === undefined ? '' : `: ${pyzmq.missing}`}`,
  () => {
    it.each([
      ['pub', 'SUB'],
      ['push', 'PULL'],
      ['xpub', 'SUB'],
      ['pair', 'PAIR'],
      ['dealer', 'DEALER'],
    ] as const)('%s sends to %s', async (command, type) => {
      const peer = await ForeignPeer.start(pyzmq, type, 'bind', AT);
      if (type === 'SUB') await peer.subscribe(Buffer.from('top'));
      const sending = begin([command, `>${peer.endpoint}`, ...HEX], { stdin: '' });
      expect(await peer.receive()).toEqual(FRAMES.map((frame) => Buffer.from(frame)));
      sending.interrupt();
      await sending.outcome;
      await peer.end();
    });

    it.each([
      ['pull', 'PUSH'],
      ['pair', 'PAIR'],
      ['dealer', 'DEALER'],
    ] as const)('%s prints what %s sends', async (command, type) => {
      const peer = await ForeignPeer.start(pyzmq, type, 'bind', AT);
      const printing = zmq([command, `>${peer.endpoint}`, '--json', '-n', '1', '-t', '10s']);
      await peer.send(...FRAMES);
      const { code, stdout } = await printing;
      expect([code, framesOf(stdout)]).toEqual([0, JSON_FRAMES]);
      await peer.end();
    });

    it.each([
      ['sub', []],
      ['xsub', ['--no-input', '-s', '']],
    ] as const)('%s prints what PUB sends', async (command, flags) => {
      // A PUB of libzmq does not say when a subscription has arrived; an XPUB receives it.
      const peer = await ForeignPeer.start(pyzmq, 'XPUB', 'bind', AT);
      const printing = zmq([command, `>${peer.endpoint}`, '--json', '-n', '1', '-t', '10s', ...flags]);
      expect(await peer.receive()).toEqual([Buffer.from([1])]);
      await peer.send(...FRAMES);
      const { code, stdout } = await printing;
      expect([code, framesOf(stdout)]).toEqual([0, JSON_FRAMES]);
      await peer.end();
    });

    it('req asks REP', async () => {
      const peer = await ForeignPeer.start(pyzmq, 'REP', 'bind', AT);
      const asking = zmq(['req', peer.endpoint, '--json', ...HEX]);
      expect(await peer.receive()).toEqual(FRAMES.map((frame) => Buffer.from(frame)));
      await peer.send(...FRAMES);
      const { code, stdout } = await asking;
      expect([code, framesOf(stdout)]).toEqual([0, JSON_FRAMES]);
      await peer.end();
    });

    it('rep answers REQ', async () => {
      const rep = await bound(['rep', AT, '--echo', '-n', '1', '--json']);
      const peer = await ForeignPeer.start(pyzmq, 'REQ', 'connect', rep.endpoint);
      await peer.send(...FRAMES);
      expect(await peer.receive()).toEqual(FRAMES.map((frame) => Buffer.from(frame)));
      await peer.end();
      expect((await rep.outcome).code).toBe(0);
    });

    it('router answers DEALER by its routing id', async () => {
      const router = await bound(['router', AT, '--json', '--target', 'PY', ...HEX, '-n', '1']);
      const peer = await ForeignPeer.start(pyzmq, 'DEALER', 'connect', router.endpoint, 'PY');
      await peer.send(...FRAMES);
      expect(await peer.receive()).toEqual(FRAMES.map((frame) => Buffer.from(frame)));
      const { code, stdout } = await router.outcome;
      const [, message = ''] = /^(\{"n".*)$/mu.exec(stdout) ?? [];
      expect([code, JSON.parse(message)]).toMatchObject([0, { routingId: 'PY', frames: JSON_FRAMES }]);
      await peer.end();
    });

    it('xpub prints the subscriptions of SUB', async () => {
      const xpub = await bound(['xpub', AT, '--no-input', '-n', '1']);
      const peer = await ForeignPeer.start(pyzmq, 'SUB', 'connect', xpub.endpoint);
      await peer.subscribe(Buffer.from('topic'));
      expect(await xpub.outcome).toMatchObject({ code: 0, stdout: '\\x01topic\n' });
      await peer.end();
    });
  },
);
