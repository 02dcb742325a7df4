import { CANCEL, type Engine, type PeerLink, SUBSCRIBE, type Transport } from '@zeromq-ts/core/spi';
import { createZmtpEngine, ipc, tcp } from '@zeromq-ts/transports/zmtp';
import { printable } from '../output/printable.js';
import type { Report } from '../output/report.js';
import { type CommandListener, TracedEvents, TracedLink } from './traced-link.js';

/** The engine `zmtp`, reporting subscriptions with `-vv`, and every command between the sockets with `-vvv`. */
export async function tracedEngine(report: Report, endpoints: readonly { readonly text: string }[]): Promise<Engine> {
  const transports: Transport[] = [tcp(), ipc()];
  if (endpoints.some(({ text }) => /^wss?:/iu.test(text))) {
    const { ws, wss } = await import('@zeromq-ts/websocket');
    transports.push(ws(), wss());
  }
  const listener = reporting(report);
  return createZmtpEngine({ transports: transports.map((transport) => traced(transport, listener)) });
}

/** A transport whose links say which commands pass. */
function traced(transport: Transport, listener: CommandListener): Transport {
  return {
    // `listenSync`, too, which no command calls.
    ...transport,
    listen: (endpoint, local, watcher) =>
      transport.listen(endpoint, local, { accepted: (peer) => tracedConnection(watcher.accepted(peer), listener) }),
    dial: (endpoint, local, watcher) => transport.dial(endpoint, local, tracedConnection(watcher, listener)),
  };
}

/** What watches a connection, with a link that is traced. */
function tracedConnection<W extends { established(link: PeerLink): ReturnType<Established> }>(
  watcher: W,
  listener: CommandListener,
): W {
  return new Proxy(watcher, {
    get: (target, key) => {
      if (key === 'established') {
        return (link: PeerLink) =>
          new TracedEvents(target.established(new TracedLink(link, listener)), link.peer, listener);
      }
      const value = Reflect.get(target, key) as unknown;
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

type Established = Parameters<Transport['dial']>[2]['established'];

/** Says on stderr what passes. */
function reporting(report: Report): CommandListener {
  return (direction, { name, data }, peer) => {
    const { address = 'a peer' } = peer;
    const hex = Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('hex');
    report.event(
      'command',
      `${direction === 'in' ? '<' : '>'} ${name} ${hex} (${address})`,
      { direction, name, data: hex, peer: address },
      3,
    );
    if (name !== SUBSCRIBE && name !== CANCEL) return;
    const topic = printable(data);
    const [event, text] = name === SUBSCRIBE ? ['subscribed', 'subscribed to'] : ['unsubscribed', 'unsubscribed from'];
    const who = direction === 'in' ? `${address} ${text} "${topic}"` : `${text} "${topic}" at ${address}`;
    report.event(event, who, { direction, topic, peer: address }, 2);
  };
}
