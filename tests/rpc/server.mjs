// A server in a process of its own: node server.mjs ENDPOINT. It sends where it is, and says when a call has come, so that a
// test can kill it then.
import { RpcServer, service } from '@zeromq-ts/rpc';

const methods = service({ again: { idempotent: true }, once: {} });
/** @param {unknown} input */
const answer = async (input) => {
  process.send?.({ call: input });
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
  return `${input} ${process.pid}`;
};
const server = new RpcServer(methods, { again: answer, once: answer });
process.on('disconnect', () => void server.close({ timeout: 0 }));
process.send?.({ endpoint: await server.bind(process.argv[2] ?? '') });
