// A server to be wary of: it takes too long over one request and goes down over another. A client that simply waited
// for its reply would wait for ever. See client.ts for one that does not.
import { setTimeout } from 'node:timers/promises';
import { ZMQReply } from '@zeromq-ts/reqrep';

let endpoint = process.argv[2] ?? 'tcp://127.0.0.1:5555';
const troubles = new Map([
  ['3', 'overloaded'],
  ['5', 'down'],
]);
let server: ZMQReply | undefined;
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    stop.abort();
    void server?.drain({ timeout: 5000 });
  });
}

while (!stop.signal.aborted) {
  server = new ZMQReply(endpoint);
  await server.ready;
  endpoint = server.endpoint ?? endpoint;
  console.log(`Serving at ${endpoint}`);

  for await (const request of server) {
    const trouble = troubles.get(request.text());
    troubles.delete(request.text());
    console.log(`Request ${request}${trouble === undefined ? '' : `: ${trouble}`}`);
    if (trouble === 'down') break;
    if (trouble === 'overloaded') await setTimeout(2500);
    await server.send(`answer ${request}`);
  }
  await server.close({ linger: 0 });
  await setTimeout(500);
}
