import { afterAll, describe, expect, it } from 'vitest';
import { IN_PEACE } from '../processes/line-child.js';
import { fingerprints } from './fingerprints.js';
import { ForeignPeer } from './foreign-peer.js';
import { PAYLOADS } from './payloads.js';
import { preparePeers } from './peer-programs.js';

const { programs, cleanUp } = await preparePeers();
const missing = programs.flatMap((program) => program.missing ?? []);
const why = missing.length === 0 ? '' : ` (skipped: ${missing.join('; ')})`;

afterAll(cleanUp);

// When these fail, it is not for a socket of ours.
describe.skipIf(missing.length > 0)(`the peers of the other libraries understand each other${why}`, () => {
  it.each([
    ['pyzmq', 'czmq'],
    ['czmq', 'pyzmq'],
  ] as const)('%s binds and %s connects', async (...names) => {
    const [binding, connecting] = names.map((wanted) => programs.find(({ name }) => name === wanted)!);
    const reply = await ForeignPeer.start(binding!, 'REP', 'bind', 'tcp://127.0.0.1:*');
    const request = await ForeignPeer.start(connecting!, 'REQ', 'connect', reply.endpoint);
    for (const { what, frames } of PAYLOADS) {
      await request.send(...frames);
      expect(fingerprints(await reply.receive()), what).toEqual(fingerprints(frames));
      await reply.send(...frames);
      expect(fingerprints(await request.receive()), what).toEqual(fingerprints(frames));
    }
    await request.sendText('Grüße?');
    expect(await reply.receiveText()).toBe('Grüße?');
    expect(await request.end()).toEqual(IN_PEACE);
    expect(await reply.end()).toEqual(IN_PEACE);
  });
});
