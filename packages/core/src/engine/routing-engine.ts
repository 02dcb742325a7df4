import type { EndpointSyntax } from '../endpoint/index.js';
import { endpointSyntax } from '../endpoint/index.js';
import type { ResolvedOptions } from '../options/resolve-options.js';
import type { OptionRules } from '../options/option-rule.js';
import type { Transport } from '../transport/transport.js';
import type { Engine, EngineSocket, OpenSocket } from './engine.js';
import { ZMTP_SECURITY } from '../security/security-scheme.js';
import { checkSeam, ENGINE_SEAM, TRANSPORT_SEAM } from '../registry/seams.js';
import { RoutingSocket } from './routing-socket.js';

/** An engine with routing of its own: patterns above, transports below, without libzmq. */
export class RoutingEngine implements Engine {
  readonly seam = ENGINE_SEAM;
  readonly name: string;
  readonly protocols: readonly string[];
  readonly endpoints: EndpointSyntax;
  readonly options: readonly OptionRules[];
  readonly security = ZMTP_SECURITY;
  readonly #transports: ReadonlyMap<string, Transport>;

  /** @throws ZMQError `EINVAL` when a transport is made for another version of the seam. */
  constructor(name: string, transports: readonly Transport[]) {
    for (const { protocol, seam } of transports) checkSeam(`The transport ${protocol}`, seam, TRANSPORT_SEAM);
    this.name = name;
    this.options = transports.flatMap(({ options }) => (options === undefined ? [] : [options]));
    this.protocols = transports.map(({ protocol }) => protocol);
    this.endpoints = endpointSyntax(new Map(transports.map(({ protocol, endpoints }) => [protocol, endpoints])));
    this.#transports = new Map(transports.map((transport) => [transport.protocol, transport]));
  }

  warningOf(options: ResolvedOptions): string | undefined {
    const warnings = this.#ofEach('warningOf').map((warningOf) => warningOf(options));
    return warnings.filter((warning) => warning !== undefined).join(' ') || undefined;
  }

  open(request: OpenSocket): EngineSocket {
    for (const check of this.#ofEach('check')) check(request);
    return new RoutingSocket(request, this.#transports);
  }

  /** A function of the transports that have it, once for those that share it. */
  #ofEach<K extends 'check' | 'warningOf'>(name: K): NonNullable<Transport[K]>[] {
    return [...new Set([...this.#transports.values()].flatMap((transport) => transport[name] ?? []))];
  }
}
