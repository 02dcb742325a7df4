// A client of the chat: sends what is typed, and shows what others say. Ctrl-D or Ctrl-C leaves.
import { createInterface } from 'node:readline';
import { RpcClient } from '@zeromq-ts/rpc';
import { chat } from './chat.js';

const [name = 'somebody', endpoint = 'tcp://127.0.0.1:5573'] = process.argv.slice(2);
const client = new RpcClient(chat, endpoint);
const typed = createInterface({ input: process.stdin });
process.once('SIGINT', () => typed.close());

async function say(): Promise<void> {
  for await (const text of typed) await client.call.say(`${name}: ${text}`).catch(console.error);
  await client.close();
}
void say();

try {
  for await (const line of client.call.listen(name)) console.log(line);
} catch {
  console.log('The chat is over.');
}
process.stdin.destroy();
