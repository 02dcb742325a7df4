import type { EndpointGrammar, LocalSocket, OptionRules, Transport } from '@zeromq-ts/core/spi';
import { noCryptography, registeredCryptography, ZMQError } from '@zeromq-ts/core/spi';
import { dialFromBrowser } from './dial-web-socket.js';
import { pageEndpoints } from './page-endpoints.js';

const SUBPROTOCOL = /^ZWS2\.0(?:\.(?:NULL|PLAIN|CURVE))?$/;

const CHECKS: Readonly<Record<string, (value: unknown) => boolean>> = {
  subprotocols: (value) => Array.isArray(value) && value.every((each) => SUBPROTOCOL.test(String(each))),
  idleTimeout: (value) => Number.isInteger(value) && (value as number) >= 0,
};

const OPTIONS: OptionRules = {
  webSocket: {
    accepts:
      'an object with subprotocols, a list of ZWS2.0, ZWS2.0.NULL, ZWS2.0.PLAIN or ZWS2.0.CURVE, and idleTimeout, an integer from 0; other settings need Node',
    fallback: Object.freeze({}),
    change: 'new endpoints',
    check: (settings) =>
      typeof settings === 'object' &&
      settings !== null &&
      Object.entries(settings).every(
        ([name, value]) => Object.hasOwn(CHECKS, name) && (value === undefined || CHECKS[name]?.(value) === true),
      ),
  },
};

/** `ws://` or `wss://` by the WebSocket of the browser: to connect, as a page cannot be connected to. */
export function browserTransport(protocol: 'ws' | 'wss'): Transport {
  return {
    seam: 'transport@2',
    protocol: protocol as Transport['protocol'],
    endpoints: pageEndpoints(protocol) as unknown as EndpointGrammar,
    options: OPTIONS,
    waitsForBind: false,
    check,

    listen: ({ text }) =>
      Promise.reject(
        new ZMQError(
          'EPROTONOSUPPORT',
          `Cannot bind ${text}: a page cannot be connected to. Bind on a server, with Node, and connect from here; every socket type can do either.`,
          { endpoint: text },
        ),
      ),

    dial: ({ text }, local, watcher) => dialFromBrowser(text, local, watcher),
  };
}

function check({ options: { security } }: Pick<LocalSocket, 'options'>): void {
  if (security.mechanism === 'CURVE' && registeredCryptography() === undefined) throw noCryptography();
}
