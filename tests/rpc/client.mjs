// A client in a process of its own, which never closes: node client.mjs ENDPOINT. It sends what came of three calls, of which
// the last one waits for a server that is not there.
import { RpcClient, service } from '@zeromq-ts/rpc';

const methods = service({ again: { idempotent: true } });
const client = new RpcClient(methods, process.argv[2] ?? '');
/** @param {unknown} text */
const tell = (text) => process.stdout.write(`${text}\n`);
tell(await client.call.again(1));
tell(await client.call.again(2, { timeout: 60_000 }));
// No program listens on the discard port of the loopback interface.
const lonely = new RpcClient(methods, 'tcp://127.0.0.1:9');
await lonely.call.again(3, { timeout: 50 }).catch(({ code }) => tell(code));
