const chosen = process.env['ZMQ_ENGINE'];
const without = process.env['WITHOUT_ZEROMQ'] !== undefined;

/** The engines that the examples run on: both, the one that is chosen, or the one that there is without the npm package. */
export const ENGINES: readonly string[] = chosen !== undefined ? [chosen] : without ? ['zmtp'] : ['zmtp', 'libzmq'];
