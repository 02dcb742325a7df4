import { ZMQProxy } from '@zeromq-ts/proxy';
import { clearInterval, setInterval } from '@zeromq-ts/core/spi';
import type { ZMQSubscriber } from '@zeromq-ts/pubsub';
import { UsageError } from '../../errors/command-error.js';
import { closeSockets } from '../../exchange/close-sockets.js';
import { endOfReceiver } from '../../exchange/end-of-receiver.js';
import { TimeLimits } from '../../exchange/time-limits.js';
import { exitCode } from '../../exit-codes.js';
import type { Run } from '../../grammar/definition.js';
import { givenEndpoint } from '../../grammar/endpoints.js';
import type { Parsed } from '../../grammar/parsed.js';
import { type CommandIO, withSignal } from '../../io.js';
import { Output } from '../../output/output.js';
import { Report } from '../../output/report.js';
import { KINDS, type Kind } from '../../proxy/kinds.js';
import { isLoopback, metricsAddress, type MetricsServer, serveMetrics } from '../../proxy/metrics-server.js';
import { openMetrics } from '../../proxy/open-metrics.js';
import { ratesLine } from '../../proxy/rates.js';
import { type Measured, snapshotOf } from '../../proxy/snapshot.js';
import { handOutEndpoints } from '../../sockets/announce-endpoint.js';
import { announceSides, bindingUnlessTold, openSides, peersOf, type Side } from '../../sockets/one-side.js';
import type { SocketType } from '../../sockets/socket-type.js';

/** `zmq proxy`: forwards until it is interrupted, told to end, or its time is over. */
export const run: Run = async (parsed, io) => {
  const { flags } = parsed;
  if (flags.number('stats') === 0) throw new UsageError('--stats is a time above 0.');
  const report = new Report(flags, io);
  const metrics = flags.text('metrics') === undefined ? undefined : metricsAddress(flags.text('metrics') ?? '');
  const limits = new TimeLimits(flags, io);
  let server: MetricsServer | undefined;
  try {
    const opened = await openSides(parsed, sidesOf(parsed), io);
    const sockets = opened.map(({ socket }) => socket);
    try {
      const named = (name: string) => opened.find(({ side }) => side.name === name)?.socket;
      const [front, back] = sockets as [(typeof sockets)[0], (typeof sockets)[0]];
      const control = named('control');
      if (control?.type === 'SUB') (control as unknown as ZMQSubscriber).subscribe('');
      const proxy = new ZMQProxy(front, back, { capture: named('capture'), control });
      proxy.on('error', (error) => report.event('dropped', `dropped 1: ${String(error)}`, { reason: 'error' }));
      const measured: Measured = { proxy, front, back };
      const running = proxy.run();
      if (metrics !== undefined) {
        server = await serveMetrics(metrics, () => openMetrics(flags.text('kind') ?? '', snapshotOf(measured)));
      }
      await handOutEndpoints(
        opened.slice(0, 2).flatMap(({ bound }) => bound),
        parsed,
        io,
      );
      announceSides(opened);
      if (metrics !== undefined && server !== undefined) {
        if (!isLoopback(metrics)) report.warn(`${server.url} shows the figures to everyone who can connect`);
        report.info(`metrics: ${server.url}`, 'metrics', { url: server.url });
      }
      await untilOver(running, measured, parsed, withSignal(io, limits.signal));
      await proxy.stop();
      const { frontend, backend } = proxy.stats();
      const [forward, backward] = [backend.messagesSent, frontend.messagesSent];
      report.info(`passed ${forward} messages forward, ${backward} backward`, 'summary', { forward, backward });
      const left = await closeSockets(sockets, report, limits);
      if (left > 0) return exitCode('timeout');
      return endOfReceiver(forward + backward, undefined, { ...peersOf(opened.slice(0, 2)), limits }, 'passed');
    } finally {
      await Promise.all(sockets.map((socket) => socket.close({ linger: 0 })));
    }
  } finally {
    limits.stop();
    await server?.close();
  }
};

function sidesOf({ flags, endpoints }: Parsed): readonly Side[] {
  const { front, back } = KINDS[flags.text('kind') ?? 'queue'] as Kind;
  const secured = flags.text('secure');
  return [
    { name: 'front', type: front, endpoints: [bindingUnlessTold(endpoints[0])], isSecure: secured !== 'back' },
    { name: 'back', type: back, endpoints: [bindingUnlessTold(endpoints[1])], isSecure: secured !== 'front' },
    ...['capture', 'control'].flatMap((name) => {
      const text = flags.text(name);
      if (text === undefined) return [];
      const type = (flags.text(`${name}-type`) ?? '').toUpperCase() as SocketType;
      return [{ name, type, endpoints: [bindingUnlessTold(givenEndpoint(text))], isSecure: true }];
    }),
  ];
}

/** Prints what passes at the interval of `--stats`, until the proxy has ended or is to end. */
async function untilOver(running: Promise<void>, measured: Measured, { flags }: Parsed, io: CommandIO): Promise<void> {
  const interval = flags.number('stats');
  const output = new Output(io);
  let before = snapshotOf(measured);
  const print = (): void => {
    // A reader that is slow gets fewer lines, and nothing is buffered for it.
    if (output.blocked !== undefined) return;
    const now = snapshotOf(measured);
    void output.write(`${ratesLine(before, now, flags.boolean('json'))}\n`);
    before = now;
  };
  const timer = interval === undefined ? undefined : setInterval(print, interval);
  try {
    await Promise.race([running, aborted(io.signal)]);
  } finally {
    clearInterval(timer);
    await output.end();
  }
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
