import '@zeromq-ts/websocket';
import { conformance, freePort } from '@zeromq-ts/testing/conformance';
import type { TestedEngine, TestedTransport } from '@zeromq-ts/testing/conformance';
import { libzmq as overTcp } from '../conformance/subjects/libzmq.js';
import { zmtp } from '../conformance/subjects/zmtp.js';

const WS: TestedTransport = {
  protocol: 'ws',
  wildcard: 'ws://127.0.0.1:*/',
  peerAddress: '127.0.0.1',
  setup: () => ({ endpoint: async () => `ws://127.0.0.1:${await freePort()}/` }),
};

/** What libzmq does over tcp it does over ws, but for the bytes before a handshake: there, they are HTTP. */
const inherited = overTcp.exceptions
  .filter(({ test }) => !test.includes('random octets'))
  .map((each) =>
    each.transports?.includes('tcp') === true ? { ...each, transports: [...each.transports, 'ws'] } : each,
  );

const libzmq: TestedEngine = {
  ...overTcp,
  exceptions: [
    ...inherited,
    {
      test: 'G-17 a peer of another mechanism is refused, by the rule of that',
      as: 'binder',
      reason: 'libzmq ends a connection whose subprotocols it does not know, and says nothing',
    },
    {
      test: 'ZA-10 PL-06 with a domain, or as a PLAIN server, and nobody to ask, peers are refused',
      as: 'binder',
      with: 'itself',
      reason: 'libzmq closes the connection after HELLO, and its client is not told',
    },
    {
      test: 'PAIR: EX-01 a second peer that was refused is heard when the first has left',
      as: 'connecter',
      with: 'another',
      reason: 'a client of libzmq that is refused over ws does not try again',
    },
    {
      test: 'PAIR: EX-01 what a PAIR sends while it is refused waits for its turn',
      as: 'connecter',
      with: 'another',
      reason: 'a client of libzmq that is refused over ws does not try again',
    },
    {
      test: 'silent peers: B-093 heartbeats keep an idle healthy pair connected',
      reason: 'heartbeats over ws are refused: libzmq would abort at a peer without a mechanism',
    },
    {
      test: 'heartbeats: H-12 H-13 NULL',
      as: 'connecter',
      with: 'another',
      reason: 'heartbeats over ws are refused: libzmq would abort at a peer without a mechanism',
    },
  ],
};

conformance({ engine: libzmq, transports: [WS] });
conformance({ binder: zmtp, connecter: libzmq, transports: [WS] });
conformance({ binder: libzmq, connecter: zmtp, transports: [WS] });
