/** The engines that every test here runs on, by name. */
export const ENGINES: readonly string[] = ['zmtp', 'libzmq'];
