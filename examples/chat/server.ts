// A chat with presence: who leaves, or is killed, is reported to all others. (On the engine libzmq, who is killed is not.)
//
//   node examples/dist/chat/server.js
//   node examples/dist/chat/client.js ada                 (in other terminals)
import { EventEmitter, on } from 'node:events';
import { RpcServer } from '@zeromq-ts/rpc';
import { chat } from './chat.js';

const lines = new EventEmitter();
const present = new Set<string>();

const server = new RpcServer(chat, {
  say: (line) => lines.emit('line', line),
  async *listen(name, { signal }) {
    const incoming = on(lines, 'line', { signal }) as AsyncIterable<[string]>;
    present.add(name);
    lines.emit('line', `${name} has come; present: ${[...present].join(', ')}`);
    try {
      for await (const [line] of incoming) yield line;
    } finally {
      present.delete(name);
      lines.emit('line', `${name} has left`);
    }
  },
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void server.close({ timeout: 0 }));
console.log(`Serving at ${await server.bind(process.argv[2] ?? 'tcp://127.0.0.1:5573')}`);
