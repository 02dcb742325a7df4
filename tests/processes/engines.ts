const without = process.env['WITHOUT_ZEROMQ'] !== undefined;

/** The engines that every test here runs on, by name: without the npm package `zeromq` there is one. */
export const ENGINES: readonly string[] = without ? ['zmtp'] : ['zmtp', 'libzmq'];
