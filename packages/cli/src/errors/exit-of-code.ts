import type { ExitName } from '../exit-codes.js';

/** The exit code for each code of an error of the API (ZMQErrorCode), and for those of the system that come with them. */
export const EXIT_OF_CODE: Readonly<Record<string, ExitName>> = {
  EACCES: 'failed',
  EADDRINUSE: 'failed',
  EADDRNOTAVAIL: 'failed',
  EAGAIN: 'timeout',
  ECANCELED: 'unreachable',
  ECONNREFUSED: 'unreachable',
  ECONNRESET: 'unreachable',
  EFSM: 'failed',
  EHOSTUNREACH: 'unreachable',
  EINVAL: 'usage',
  EMFILE: 'failed',
  EMSGSIZE: 'failed',
  ENAMETOOLONG: 'usage',
  ENETUNREACH: 'unreachable',
  ENOBUFS: 'failed',
  ENODEV: 'failed',
  ENOENT: 'failed',
  ENOTFOUND: 'unreachable',
  ENOTSOCK: 'failed',
  ENOTSUP: 'usage',
  EPROTO: 'incompatible',
  EPROTONOSUPPORT: 'usage',
  ETERM: 'failed',
  ETIMEDOUT: 'unreachable',
};

/** What to do about an error with this code: the line `try:`. */
export const HINT_OF_CODE: Readonly<Record<string, string>> = {
  EACCES: 'take a port above 1023, or a folder of yours',
  EADDRINUSE: 'another process has it: end that one, or bind another port (port * takes a free one)',
  EADDRNOTAVAIL: 'bind an address that this machine has, or tcp://*:PORT for all of them',
  ECONNREFUSED: 'is the other side bound? zmq probe says what is there',
  EHOSTUNREACH: 'is the other side bound? zmq probe says what is there',
  EMFILE: 'raise the limit of open files: ulimit -n',
  EMSGSIZE: 'the receiver takes more with --max-message-size',
  ENOTFOUND: 'look at the name of the host',
  EPROTO: 'zmq probe says what the other side speaks',
};
