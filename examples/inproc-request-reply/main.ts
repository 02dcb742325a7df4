// Request-reply inside one process: the same sockets as between machines, with nothing but the endpoint changed.
import { ZMQReply, ZMQRequest } from '@zeromq-ts/reqrep';

await using server = new ZMQReply('inproc://greeter');
await using client = new ZMQRequest('inproc://greeter');

// The loop ends quietly when the socket is closed, which `await using` does at the end of the program.
async function serve(): Promise<void> {
  for await (const request of server) await server.send(`Hello ${request}`);
}
void serve();

for (const name of ['Ada', 'Grace', 'Barbara']) console.log(`${await client.request(name)}`);
