// The dashboard alone, with the market feed: `pnpm start --web` shows the figures of the word count in it, too.
//
//   node examples/dist/dashboard/server.js [PORT]
import { Dashboard } from './dashboard.js';

const dashboard = await Dashboard.open(Number(process.argv[2] ?? 8080));
console.log(`Open ${dashboard.url}`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void dashboard[Symbol.asyncDispose]());
}
