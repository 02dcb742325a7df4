// A chat between browser tabs and this program: a tab asks with REQ, and hears what is said as SUB.
//
//   node examples/dist/web-chat/server.js [PORT]
import { ZMQPublisher } from '@zeromq-ts/pubsub';
import { ZMQReply } from '@zeromq-ts/reqrep';
import '@zeromq-ts/websocket';
import { z } from 'zod';
import { servePage } from '../dashboard/page-server.js';
import { History } from './history.js';

/** This file is run from `examples/dist/web-chat`. */
const PAGE = new URL('../../web-chat/page.html', import.meta.url);

const request = z.discriminatedUnion('ask', [
  z.object({ ask: z.literal('history') }),
  z.object({ ask: z.literal('say'), name: z.string().trim().min(1).max(30), text: z.string().trim().min(1).max(500) }),
]);

const { server, url } = await servePage(PAGE, Number(process.argv[2] ?? 8081));
const webSocket = { server };
const lines = new ZMQPublisher('ws://*/lines', { webSocket });
const desk = new ZMQReply('ws://*/desk', { webSocket, maxMessageSize: 10_000 });
await Promise.all([lines.ready, desk.ready]);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void desk.close({ linger: 0 }));
console.log(`Open ${url} in several tabs. Ctrl-C ends the chat.`);

const history = new History();

async function say(name: string, text: string): Promise<void> {
  const line = history.add(name, text);
  console.log(`${name}: ${text}`);
  await lines.send(JSON.stringify(line));
}

/** What the program itself says to some lines. */
function answerTo(text: string): string | undefined {
  if (text === '/time') return `It is ${new Date().toLocaleTimeString('en')}.`;
  return text.startsWith('/') ? 'I know /time.' : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

for await (const message of desk) {
  const { data, error } = request.safeParse(parse(message.text()));
  if (error !== undefined) {
    await desk.send(JSON.stringify({ error: 'A line has a name of 1 to 30 characters, and a text of 1 to 500.' }));
  } else if (data.ask === 'history') {
    await desk.send(JSON.stringify(history.lines));
  } else {
    await desk.send('{}');
    await say(data.name, data.text);
    const answer = answerTo(data.text);
    if (answer !== undefined) await say('Node', answer);
  }
}
await lines.close({ linger: 0 });
server.closeAllConnections();
server.close();
