// An agent of the health monitor: reports the load of its machine.
import { loadavg } from 'node:os';
import { ZMQPush } from '@zeromq-ts/pushpull';
import { typed } from '@zeromq-ts/typed';
import { health, REPORT_INTERVAL_MS } from './health.js';

const [name = `agent-${process.pid}`, endpoint = 'tcp://127.0.0.1:5576'] = process.argv.slice(2);
// A report that cannot leave at once is out of date: the newest one is enough.
const reports = typed(new ZMQPush(endpoint, { conflate: true, linger: 0 }), { send: health });
const timer = setInterval(() => void reports.send({ name, load: loadavg()[0] ?? 0 }), REPORT_INTERVAL_MS);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    clearInterval(timer);
    void reports.close();
  });
}
