import { registerEngine } from '@zeromq-ts/core/spi';
import { conformance } from '@zeromq-ts/testing/conformance';
import { createZmtpEngine, ipc, tcp } from '@zeromq-ts/transports/zmtp';
import { zmtp } from '../../conformance/subjects/zmtp.js';
import { loop } from './loop.js';
import { LOOP } from './tested-loop.js';

const engine = createZmtpEngine({ name: 'loop', transports: [loop(), tcp(), ipc()] });
// Tests of the suite choose it by its name, too.
registerEngine(engine);

conformance({
  engine: { ...zmtp, name: 'loop', engine, exceptions: [] },
  transports: [LOOP],
});
