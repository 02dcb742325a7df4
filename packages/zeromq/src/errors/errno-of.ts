// Not imported: a bundle that is an ES module has no require().
const { constants } = process.getBuiltinModule('node:os');

/** The numbers that libzmq adds to those of the operating system (`zmq.h`: `ZMQ_HAUSNUMERO`). */
const OF_LIBZMQ: Readonly<Record<string, number>> = {
  EFSM: 156_384_763,
  ENOCOMPATPROTO: 156_384_764,
  ETERM: 156_384_765,
  EMTHREAD: 156_384_766,
};

/** The number of an error code on this platform. */
export function errnoOf(code: string): number {
  const numbers: Readonly<Record<string, number | undefined>> = constants.errno;
  return OF_LIBZMQ[code] ?? numbers[code] ?? constants.errno.EINVAL;
}
