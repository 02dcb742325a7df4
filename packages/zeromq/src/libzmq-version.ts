/** The version of libzmq whose behaviour this package has. */
export const LIBZMQ_VERSION = '4.3.5';
