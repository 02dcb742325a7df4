/** What the check has to say of one kind of use. */
export interface Finding {
  readonly id: string;
  /** Found in the text of a source file. */
  readonly pattern: RegExp;
  /** `differs`: behaves otherwise. `no effect`: is accepted, and does nothing. */
  readonly kind: 'differs' | 'no effect';
  /** How it differs, and what to do. */
  readonly text: string;
}

const property = (names: string): RegExp => new RegExp(`(?:\\.|[{,]\\s*)(?:${names})\\s*[:=](?!=)`, 'u');

/** Uses of the npm package that are not the same here. */
export const FINDINGS: readonly Finding[] = [
  {
    id: 'inproc-and-workers',
    pattern: /inproc:\/\/(?!zeromq\.zap)/u,
    kind: 'differs',
    text: 'inproc:// does not connect worker threads: each thread has names of its own. Within one thread it is the same. Between threads, use ipc:// or tcp://.',
  },
  {
    id: 'process-exit',
    pattern: /process\.exit\(/u,
    kind: 'differs',
    text: 'process.exit() ends the process at once: messages that the system has not taken are lost. libzmq holds the exit until they are sent. Close sockets, and let the process end by itself.',
  },
  {
    id: 'scratch-buffer',
    pattern: /await\s+[\w.#[\]]+\.send\([^)]*(?:scratch|buf|buffer)\w*/iu,
    kind: 'differs',
    text: 'A buffer of more than 128 bytes must not be changed after send, as with the npm package; there, changing it later often goes unnoticed. Send a copy of a buffer that is used again.',
  },
  {
    id: 'draft',
    pattern: /zeromq\/draft/u,
    kind: 'differs',
    text: 'There are no draft sockets: their constructors throw ENOTSUP, and capability.draft is false.',
  },
  {
    id: 'native-internals',
    pattern: /zeromq\/(?:lib|build|src)\/|\._zmq\b/u,
    kind: 'differs',
    text: 'There is no native binding, and no file inside of the package: only zeromq, zeromq/v5-compat and zeromq/draft.',
  },
  {
    id: 'security-afterwards',
    pattern: /\.(?:curve|plain)\w+\s*=(?!=)/u,
    kind: 'differs',
    text: 'Options of security take effect if they are set before the first bind or connect of the socket; later ones have no effect.',
  },
  {
    id: 'gssapi',
    pattern: property('gssapi\\w+'),
    kind: 'no effect',
    text: 'There is no GSSAPI: capability.gssapi is false, as in most builds of libzmq.',
  },
  {
    id: 'multicast',
    pattern: property('multicastHops|multicastMaxTransportDataUnit|rate|recoveryInterval'),
    kind: 'no effect',
    text: 'There is no multicast (pgm, epgm, norm): these options are kept, and do nothing.',
  },
  {
    id: 'threads',
    pattern: property('ioThreads|threadPriority|threadSchedulingPolicy|affinity'),
    kind: 'no effect',
    text: 'There are no threads for I/O: these options are kept, and do nothing.',
  },
  {
    id: 'network-options',
    pattern: property('socksProxy|tcpAcceptFilter|typeOfService|tcpMaxRetransmitTimeout|loopbackFastPath|interface'),
    kind: 'no effect',
    text: 'These options are kept, and do nothing: Node has no way to set them.',
  },
  {
    id: 'web-sockets',
    pattern: /\.(?:bind|bindSync|connect)\(\s*['"`]wss?:/u,
    kind: 'differs',
    text: 'ws:// and wss:// are EPROTONOSUPPORT. The package zeromq-ts has them, with @zeromq-ts/websocket.',
  },
  {
    id: 'other-transports',
    pattern: /\b(?:pgm|epgm|norm|tipc|vmci|udp):\/\//u,
    kind: 'differs',
    text: 'There are tcp, ipc and inproc; other protocols are EPROTONOSUPPORT.',
  },
];
