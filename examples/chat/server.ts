// A chat with presence: who leaves, or is killed, is reported to all others.
//
//   node examples/dist/chat/server.js
//   node examples/dist/chat/client.js ada                 (in other terminals)
import { addAbortSignal, PassThrough } from 'node:stream';
import { RpcError, RpcServer } from '@zeromq-ts/rpc';
import { chat } from './chat.js';

/** The names of those who are present, by the stream that each listens to. */
const present = new Map<PassThrough, string>();
/** Who is a thousand lines behind has to leave: they wait in memory. */
const behind = new RpcError('RESOURCE_EXHAUSTED', 'You are too far behind.');
const tell = (line: string): void => [...present.keys()].forEach((lines) => lines.write(line) || lines.destroy(behind));

const server = new RpcServer(chat, {
  say: tell,
  listen(name, { signal }) {
    const lines = addAbortSignal(signal, new PassThrough({ objectMode: true, highWaterMark: 1000 }));
    present.set(lines, name);
    lines.once('close', () => present.delete(lines) && tell(`${name} has left`));
    tell(`${name} has come; present: ${[...present.values()].join(', ')}`);
    return lines;
  },
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void server.close({ timeout: 0 }));
console.log(`Serving at ${await server.bind(process.argv[2] ?? 'tcp://127.0.0.1:5573')}`);
