// Health monitor: shows which agents are up, and which have not reported for three intervals.
//
//   node examples/dist/health-monitor/monitor.js
//   node examples/dist/health-monitor/agent.js web        (as many as you like)
import { ZMQPull } from '@zeromq-ts/pushpull';
import { typed } from '@zeromq-ts/typed';
import { health, REPORT_INTERVAL_MS } from './health.js';

const socket = new ZMQPull(process.argv[2] ?? 'tcp://127.0.0.1:5576');
const silence = new Map<string, NodeJS.Timeout>();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void socket.close());
await socket.ready;
console.log(`Monitoring at ${socket.endpoint}`);

for await (const { name, load } of typed(socket, { receive: health })) {
  if (!silence.has(name)) console.log(`${name} is up, load ${load}`);
  clearTimeout(silence.get(name));
  const down = (): void => {
    silence.delete(name);
    console.log(`${name} is down`);
  };
  silence.set(name, setTimeout(down, 3 * REPORT_INTERVAL_MS));
}
for (const timer of silence.values()) clearTimeout(timer);
