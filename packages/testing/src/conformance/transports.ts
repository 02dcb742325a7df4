import { freshIpcPath, freePort } from './fresh-endpoint.js';
import type { TestOptions } from './socket-classes.js';

/** What a transport prepares for one test. */
export interface TransportSetup {
  /** An endpoint that no socket has bound, and that can be bound and connected as it is. Called once or several times. */
  endpoint(): string | Promise<string>;
  /** Options for each socket of the test that binds. */
  readonly binding?: TestOptions | undefined;
  /** Options for each socket of the test that connects. */
  readonly connecting?: TestOptions | undefined;
}

/** The test that a transport prepares something for. */
export interface TestContext {
  /** Runs something when the test is over, after its sockets have been closed. */
  readonly defer: (cleanup: () => unknown) => void;
}

/** A transport that the suite is run over. */
export interface TestedTransport {
  /** The protocol of its endpoints, as `tcp`. */
  readonly protocol: string;
  /**
   * Whether it is a connection that can be lost, between sockets that need not be of one process: it has events,
   * reconnects, and checks the peer in a handshake. Default true; inproc is none.
   */
  readonly network?: boolean | undefined;
  /** Whether only sockets of the same engine can meet over it, as over inproc. Default false. */
  readonly sameEngine?: boolean | undefined;
  /** An endpoint that binds to a free address, and resolves to another text, as `tcp://127.0.0.1:*`. Default: it has none. */
  readonly wildcard?: string | undefined;
  /** The address of a peer on this machine, as an authenticator receives it. Default none. */
  readonly peerAddress?: string | undefined;
  /** Tests that it cannot pass on any engine, and why. Default none. */
  readonly exceptions?: readonly Exception[] | undefined;
  /** Called before each test over it. */
  setup(test: TestContext): TransportSetup | Promise<TransportSetup>;
}

/** A test that an engine or a transport cannot pass, and why. It runs as an expected failure. */
export interface Exception {
  /** A part of the test's full title: a number such as `B-014`, or words. */
  readonly test: string;
  /** Where it fails, by protocol; absent: everywhere. */
  readonly transports?: readonly string[];
  /** Which side the engine has to be on for it to fail, when two engines are paired; absent: either. */
  readonly as?: 'binder' | 'connecter';
  /** Whether it fails only between two sockets of this engine, or only with those of another one; absent: with both. */
  readonly with?: 'itself' | 'another';
  readonly reason: string;
  /** It fails only at times: it is skipped, with its reason in the title, because no outcome can be expected. */
  readonly unsteady?: boolean;
}

let names = 0;

/** `tcp://` on the loopback interface. */
export const TCP: TestedTransport = {
  protocol: 'tcp',
  wildcard: 'tcp://127.0.0.1:*',
  peerAddress: '127.0.0.1',
  setup: () => ({ endpoint: async () => `tcp://127.0.0.1:${await freePort()}` }),
};

/** `ipc://` in a folder that is removed at the end of the process. */
export const IPC: TestedTransport = {
  protocol: 'ipc',
  setup: () => ({ endpoint: () => `ipc://${freshIpcPath()}` }),
};

/** `inproc://`. */
export const INPROC: TestedTransport = {
  protocol: 'inproc',
  network: false,
  sameEngine: true,
  setup: () => ({ endpoint: () => `inproc://conformance-${process.pid}-${++names}` }),
};
