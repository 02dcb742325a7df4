// Request-reply broker: clients connect to one side and services to the other, so neither needs to know the other's
// address, and both can come and go. Try it with the programs of ../hello-world:
//
//   node examples/dist/broker/broker.js
//   node examples/dist/hello-world/server.js '>tcp://127.0.0.1:5560'     (as many as you like)
//   node examples/dist/hello-world/client.js tcp://127.0.0.1:5559
import { ZMQDealer, ZMQRouter } from '@zeromq-ts/dealerrouter';

const [forClients = 'tcp://127.0.0.1:5559', forServices = 'tcp://127.0.0.1:5560'] = process.argv.slice(2);
const frontend = new ZMQRouter(forClients);
const backend = new ZMQDealer(`@${forServices}`);
await Promise.all([frontend.ready, backend.ready]);
console.log(`Clients at ${frontend.endpoint}, services at ${backend.endpoint}`);

// Stopped, it takes no more requests, and waits for the answers to those that it has passed on.
const stop = new AbortController();
const answered = new AbortController();
let pending = 0;
function stopIfDone(): void {
  if (stop.signal.aborted && pending === 0) answered.abort();
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    stop.abort();
    stopIfDone();
  });
}

// The first frame names the client. The service sends it back untouched, so that the answer finds its way.
async function passRequests(): Promise<void> {
  for await (const request of frontend.messages({ signal: stop.signal })) {
    pending++;
    await backend.send(request);
  }
}
async function passAnswers(): Promise<void> {
  for await (const answer of backend.messages({ signal: answered.signal })) {
    await frontend.send(answer);
    pending--;
    stopIfDone();
  }
}
await Promise.all([passRequests(), passAnswers()]);
await Promise.all([frontend.close(), backend.close()]);
