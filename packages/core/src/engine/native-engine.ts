import type { Endpoint } from '../endpoint/index.js';
import { ENDPOINT_SYNTAX } from '../endpoint/index.js';
import type { Transport } from '../transport/transport.js';
import type { Engine, EngineSocket, OpenSocket } from './engine.js';
import { ZMTP_SECURITY } from '../security/security-scheme.js';
import { NativeSocket } from './native-socket.js';

/** An engine that routes by itself: patterns above, transports below, nothing of libzmq. */
export class NativeEngine implements Engine {
  readonly name: string;
  readonly protocols: readonly string[];
  readonly endpoints = ENDPOINT_SYNTAX;
  readonly security = ZMTP_SECURITY;
  readonly #transports: ReadonlyMap<Endpoint['protocol'], Transport>;

  constructor(name: string, transports: readonly Transport[]) {
    this.name = name;
    this.protocols = transports.map(({ protocol }) => protocol);
    this.#transports = new Map(transports.map((transport) => [transport.protocol, transport]));
  }

  open(request: OpenSocket): EngineSocket {
    return new NativeSocket(request, this.#transports);
  }
}
