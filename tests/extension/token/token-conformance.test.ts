import { conformance, IPC, TCP } from '@zeromq-ts/testing/conformance';
import type { TestedTransport } from '@zeromq-ts/testing/conformance';
import { createZmtpEngine, ipc, tcp } from '@zeromq-ts/transports/zmtp';
import { zmtp } from '../../conformance/subjects/zmtp.js';
import { token } from './token.js';

const engine = createZmtpEngine({ transports: [tcp(), ipc()], mechanisms: [token()] });

/** All sockets of the suite, with the mechanism. */
const secured = (transport: TestedTransport): TestedTransport => ({
  ...transport,
  async setup(test) {
    const setup = await transport.setup(test);
    return { ...setup, binding: { tokenServer: 'open sesame' }, connecting: { token: 'open sesame' } };
  },
});

conformance({
  engine: { ...zmtp, name: 'zmtp with TOKEN', engine, transports: [TCP, IPC].map(secured) },
  groups: ['sending', 'receiving', 'closing', 'REQ and REP', 'DEALER and ROUTER', 'PUB and SUB', 'PUSH and PULL'],
});
