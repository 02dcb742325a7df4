// Request-reply broker: clients connect to one side and services to the other, so neither needs to know the other's
// address, and both can come and go. Try it with the programs of ../hello-world:
//
//   node examples/dist/broker/broker.js
//   node examples/dist/hello-world/server.js '>tcp://127.0.0.1:5560'     (as many as you like)
//   node examples/dist/hello-world/client.js tcp://127.0.0.1:5559
import type { Message } from '@zeromq-ts/core';
import { ZMQDealer, ZMQRouter } from '@zeromq-ts/dealerrouter';

const [forClients = 'tcp://127.0.0.1:5559', forServices = 'tcp://127.0.0.1:5560'] = process.argv.slice(2);
const frontend = new ZMQRouter(forClients);
const backend = new ZMQDealer(`@${forServices}`);
await Promise.all([frontend.ready, backend.ready]);
console.log(`Clients at ${frontend.endpoint}, services at ${backend.endpoint}`);

function close(): void {
  void frontend.close();
  void backend.close();
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, close);

type Messages = AsyncIterable<Message>;
type Sink = { send(message: Message): Promise<boolean> };

// The first frame names the client. The service sends it back untouched, so that the answer finds its way.
async function pass(from: Messages, to: Sink): Promise<void> {
  for await (const message of from) await to.send(message);
}
await Promise.all([pass(frontend, backend), pass(backend, frontend)]);
