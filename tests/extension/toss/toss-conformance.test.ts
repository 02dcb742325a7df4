import { INPROC, IPC, TCP } from '@zeromq-ts/testing/conformance';
import { socketTypeConformance } from '@zeromq-ts/testing/socket-type';
import { createZmtpEngine, inproc, ipc, tcp } from '@zeromq-ts/transports/zmtp';
import { zmtp } from '../../conformance/subjects/zmtp.js';
import { loop } from '../loop/loop.js';
import { LOOP } from '../loop/tested-loop.js';
import { TOSS, Toss } from './toss.js';

socketTypeConformance({
  type: {
    definition: TOSS,
    create: (endpoint, options) => new Toss(endpoint, options),
    // Messages of the tests are heavier than its default.
    options: { heaviest: 1_000_000 },
  },
  engine: {
    ...zmtp,
    engine: createZmtpEngine({ transports: [tcp(), ipc(), inproc(), loop()] }),
    transports: [TCP, IPC, INPROC, LOOP],
  },
});
