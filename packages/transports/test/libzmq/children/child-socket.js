// What the scripts that are run as processes of their own have in common. They use what is built.
import { DuplexSocket } from '@zeromq-ts/core/spi';
import { libzmq } from '@zeromq-ts/transports/libzmq';

const TRAITS = {
  PUSH: { peers: ['PULL'], receives: false, muteAction: 'block', libzmq: { type: 8 } },
  PULL: { peers: ['PUSH'], libzmq: { type: 7 } },
  PUB: { peers: ['SUB', 'XSUB'], receives: false, subscriptions: 'received', libzmq: { type: 1, observableType: 9 } },
  SUB: { peers: ['PUB', 'XPUB'], subscriptions: 'sent', libzmq: { type: 2 } },
};

export class ChildSocket extends DuplexSocket {
  constructor(type, options = {}) {
    super(
      {
        seam: 'routing@2',
        type,
        className: type,
        defaultAction: 'connect',
        sends: true,
        receives: true,
        ...TRAITS[type],
      },
      undefined,
      {
        engine: libzmq,
        ...options,
      },
    );
  }
}

/** Tells the test a line. */
export function say(line) {
  process.stdout.write(`${line}\n`);
}
