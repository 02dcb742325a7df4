import type { Endpoint } from '../endpoint/index.js';
import { ENDPOINT_SYNTAX } from '../endpoint/index.js';
import type { Transport } from '../transport/transport.js';
import type { Engine, EngineSocket, OpenSocket } from './engine.js';
import { ZMTP_SECURITY } from '../security/security-scheme.js';
import { checkSeam, ENGINE_SEAM, TRANSPORT_SEAM } from '../registry/seams.js';
import { NativeSocket } from './native-socket.js';

/** An engine with routing of its own: patterns above, transports below, without libzmq. */
export class NativeEngine implements Engine {
  readonly seam = ENGINE_SEAM;
  readonly name: string;
  readonly protocols: readonly string[];
  readonly endpoints = ENDPOINT_SYNTAX;
  readonly security = ZMTP_SECURITY;
  readonly #transports: ReadonlyMap<Endpoint['protocol'], Transport>;

  /** @throws ZMQError `EINVAL` when a transport is made for another version of the seam. */
  constructor(name: string, transports: readonly Transport[]) {
    for (const { protocol, seam } of transports) checkSeam(`The transport ${protocol}`, seam, TRANSPORT_SEAM);
    this.name = name;
    this.protocols = transports.map(({ protocol }) => protocol);
    this.#transports = new Map(transports.map((transport) => [transport.protocol, transport]));
  }

  open(request: OpenSocket): EngineSocket {
    return new NativeSocket(request, this.#transports);
  }
}
