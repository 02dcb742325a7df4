/**
 * The main entry point where there is nothing of Node: the engine `zmtp` over inproc alone.
 */
import { registerEngine } from '@zeromq-ts/core/spi';
import { createZmtpEngine } from './engine/create-zmtp-engine.js';
import { inproc } from './inproc/index.js';

/** The engine `zmtp`, over inproc. */
export const zmtp = /* @__PURE__ */ createZmtpEngine({ transports: [inproc()], registered: true });

registerEngine(zmtp, { preferred: true });

export { createZmtpEngine, inproc };
