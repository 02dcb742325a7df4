import { milliseconds } from '../../probe/report.js';
import type { Check } from '../check.js';
import { loopback } from '../loopback.js';

/** A message there and back with CURVE: whether the cryptography works here. */
export const securityCheck: Check = {
  id: 'curve',
  run: async ({ timeout }) => {
    const { Certificate } = await import('@zeromq-ts/security');
    const [server, client] = [Certificate.generate(), Certificate.generate()];
    const ms = await loopback({
      endpoint: 'tcp://127.0.0.1:*',
      engine: 'zmtp',
      timeout,
      server: { ...server.server(), authenticate: [client.publicKey] },
      client: client.client(server),
    });
    return [{ id: 'curve', status: 'ok', what: `there and back, encrypted, in ${milliseconds(ms)}` }];
  },
};
