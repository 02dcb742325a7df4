// @ts-check
// What a program may do without reading the environment: run by Deno with few permissions.
import { ZMQPull, ZMQPush } from 'zeromq-ts';

for (const endpoint of ['tcp://127.0.0.1:*', 'ipc://*', 'inproc://few-permissions']) {
  const pull = new ZMQPull();
  const push = new ZMQPush(await pull.bind(endpoint));
  await push.send(`over ${endpoint}`);
  console.log((await pull.receive()).text());
  await push.close();
  await pull.close();
}
