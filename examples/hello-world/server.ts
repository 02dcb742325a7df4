// Hello World server: binds a REP socket, expects "Hello" from a client and answers with "World".
import { ZMQReply } from '@zeromq-ts/reqrep';

const server = new ZMQReply(process.argv[2] ?? 'tcp://127.0.0.1:5555');
await server.ready;
console.log(`Serving at ${server.endpoint}`);

// Requests that have arrived are answered; then the loop below ends, and with it the program.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void server.drain({ timeout: 5000 }));
}

for await (const request of server) {
  console.log(`Received ${request}`);
  await server.send('World');
}
