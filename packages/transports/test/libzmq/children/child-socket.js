// What the scripts that are run as processes of their own have in common. They use what is built.
import { DuplexSocket } from '@zeromq-ts/core/spi';
import { libzmq } from '@zeromq-ts/transports/libzmq';

const PEERS = { PUSH: ['PULL'], PULL: ['PUSH'], PUB: ['SUB', 'XSUB'], SUB: ['PUB', 'XPUB'] };

export class ChildSocket extends DuplexSocket {
  constructor(type, options = {}) {
    super(
      {
        seam: 'routing@1',
        type,
        className: type,
        defaultAction: 'connect',
        sends: true,
        receives: true,
        peers: PEERS[type],
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
