// A secured service: everything is encrypted, only clients with a known certificate are let in, and the service knows who
// calls. The three programs of it are one here; otherwise, each has the secret part of its own certificate only.
import { RpcClient, type RpcError, RpcServer, service } from '@zeromq-ts/rpc';
import { Certificate } from '@zeromq-ts/security';
import { z } from 'zod';

const accounts = service({ balance: { output: z.string() } });
const serverCertificate = Certificate.generate({ name: 'server' });
const [ada, mallory] = [Certificate.generate({ name: 'ada' }), Certificate.generate({ name: 'mallory' })];

await using server = new RpcServer(
  accounts,
  // On the engine libzmq, the user id is not reported.
  { balance: (_, { peer }) => `${peer?.userId ?? 'ada'} has 42` },
  'tcp://127.0.0.1:*',
  {
    socket: {
      ...serverCertificate.server(),
      authenticate: ({ publicKey }) => publicKey === ada.publicKey && { userId: 'ada' },
    },
  },
);
await server.socket.ready;
const endpoint = server.socket.endpoint ?? '';

await using client = new RpcClient(accounts, endpoint, { socket: ada.client(serverCertificate) });
console.log(await client.call.balance(undefined));

await using stranger = new RpcClient(accounts, endpoint, { socket: mallory.client(serverCertificate) });
await stranger.call.balance(undefined, { timeout: 500 }).catch(({ code }: RpcError) => console.log(`mallory: ${code}`));
