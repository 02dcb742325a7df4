import * as ours from '@zeromq-ts/zeromq';
import * as theirs from 'zeromq';
import { describe, expect, it } from 'vitest';

type All = typeof ours;

const keys = ours.curveKeyPair();
const NONE = { server: {}, client: {} };
const CURVE = {
  server: { curveServer: true, curveSecretKey: keys.secretKey },
  client: { curveServerKey: keys.publicKey, curvePublicKey: keys.publicKey, curveSecretKey: keys.secretKey },
};
const PLAIN = { server: { plainServer: true }, client: { plainUsername: 'anna', plainPassword: 'secret' } };

/** What becomes of a peer of a server that has a ZAP domain, and for which there is no ZAP handler. */
async function outcome(all: All, mechanism: typeof NONE, zapEnforceDomain: boolean): Promise<string> {
  const context = new all.Context();
  const server = new all.Pull({ context, ...mechanism.server, zapDomain: 'global', zapEnforceDomain });
  const client = new all.Push({ context, ...mechanism.client, linger: 0, reconnectInterval: -1 });
  const ended = new Promise<string>((resolve) => {
    for (const type of ['handshake', 'handshake:error:auth', 'handshake:error:other'] as const) {
      server.events.on(type, () => resolve(type === 'handshake' ? 'admitted' : 'refused'));
    }
  });
  try {
    await server.bind('tcp://127.0.0.1:*');
    client.connect(server.lastEndpoint as string);
    return await ended;
  } finally {
    client.close();
    server.close();
  }
}

describe.each([
  ['the drop-in', ours],
  ['the npm package', theirs as unknown as All],
])('with a ZAP domain and no handler, %s', (_, all) => {
  it.each([
    ['NULL', NONE],
    ['CURVE', CURVE],
  ])('admits a peer of %s, unless the domain is enforced', async (__, mechanism) => {
    expect(await outcome(all, mechanism, false)).toBe('admitted');
    expect(await outcome(all, mechanism, true)).toBe('refused');
  });

  it('refuses a peer of PLAIN', async () => {
    expect(await outcome(all, PLAIN, false)).toBe('refused');
  });
});
