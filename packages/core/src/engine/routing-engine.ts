import type { EndpointGrammar, EndpointSyntax } from '../endpoint/index.js';
import type { ResolvedOptions } from '../options/resolve-options.js';
import type { OptionRules } from '../options/option-rule.js';
import { registeredTransports } from '../transport/registered-transports.js';
import type { Transport } from '../transport/transport.js';
import type { Engine, EngineSocket, OpenSocket } from './engine.js';
import type { SecurityScheme } from '../security/security-scheme.js';
import { checkSeam, ENGINE_SEAM, TRANSPORT_SEAM } from '../registry/seams.js';
import { RoutingSocket } from './routing-socket.js';

/** What an engine has of its transports, put together. */
interface Carried {
  readonly transports: ReadonlyMap<string, Transport>;
  readonly protocols: readonly string[];
  readonly endpoints: EndpointSyntax;
  readonly options: readonly OptionRules[];
}

/** What a {@link RoutingEngine} is made of, beside its transports. */
export interface RoutingEngineParts {
  /** Whether it also carries the transports of `registerTransport`. */
  readonly takesRegistered: boolean;
  /** How its connections can be secured: `ZMTP_SECURITY` for NULL, PLAIN and CURVE. */
  readonly security: SecurityScheme;
  /** The syntax of its endpoints, of the grammars of its transports: `endpointSyntax`, or `endpointSyntaxOf`. */
  readonly syntaxOf: (grammars: ReadonlyMap<string, EndpointGrammar>) => EndpointSyntax;
}

const NONE: readonly Transport[] = [];

/** An engine with routing of its own: patterns above, transports below, without libzmq. */
export class RoutingEngine implements Engine {
  readonly seam = ENGINE_SEAM;
  readonly name: string;
  readonly security: SecurityScheme;
  readonly #own: readonly Transport[];
  readonly #parts: RoutingEngineParts;
  /** Those of other packages that `#carried` has. */
  #registered: readonly Transport[] = NONE;
  #carried: Carried;

  /**
   * @param parts None has a default: what an engine does not have is left out of a bundle.
   * @throws ZMQError `EINVAL` when a transport is made for another version of the seam.
   */
  constructor(name: string, transports: readonly Transport[], parts: RoutingEngineParts) {
    for (const { protocol, seam } of transports) checkSeam(`The transport ${protocol}`, seam, TRANSPORT_SEAM);
    this.name = name;
    this.security = parts.security;
    this.#own = transports;
    this.#parts = parts;
    this.#carried = carriedOf(transports, parts);
  }

  get protocols(): readonly string[] {
    return this.#current.protocols;
  }

  get endpoints(): EndpointSyntax {
    return this.#current.endpoints;
  }

  get options(): readonly OptionRules[] {
    return this.#current.options;
  }

  warningOf(options: ResolvedOptions): string | undefined {
    const warnings = this.#ofEach('warningOf').map((warningOf) => warningOf(options));
    // Transports over the same one below warn of its options in the same words.
    return [...new Set(warnings)].filter((warning) => warning !== undefined).join(' ') || undefined;
  }

  open(request: OpenSocket): EngineSocket {
    for (const check of this.#ofEach('check')) check(request);
    return new RoutingSocket(request, this.#current.transports);
  }

  get #current(): Carried {
    const registered = this.#parts.takesRegistered ? registeredTransports() : NONE;
    if (registered !== this.#registered) {
      this.#registered = registered;
      this.#carried = carriedOf([...registered, ...this.#own], this.#parts);
    }
    return this.#carried;
  }

  /** A function of the transports that have it, once for those that share it. */
  #ofEach<K extends 'check' | 'warningOf'>(name: K): NonNullable<Transport[K]>[] {
    return [...new Set([...this.#current.transports.values()].flatMap((transport) => transport[name] ?? []))];
  }
}

/** The last transport of a protocol counts: those of the engine itself. */
function carriedOf(all: readonly Transport[], { syntaxOf }: RoutingEngineParts): Carried {
  const transports = new Map(all.map((transport) => [transport.protocol, transport]));
  const carried = [...transports.values()];
  return {
    transports,
    protocols: [...transports.keys()],
    endpoints: syntaxOf(new Map(carried.map(({ protocol, endpoints }) => [protocol, endpoints]))),
    options: carried.flatMap(({ options }) => (options === undefined ? [] : [options])),
  };
}
