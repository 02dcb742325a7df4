// Hello World client: connects a REQ socket, sends "Hello" ten times and expects "World" back each time.
import { ZMQRequest } from '@zeromq-ts/reqrep';

const client = new ZMQRequest(process.argv[2] ?? 'tcp://127.0.0.1:5555');

for (let number = 1; number <= 10; number++) {
  await client.send('Hello');
  const reply = await client.receive({ timeout: 10_000 });
  console.log(`Received ${reply} (${number})`);
}
