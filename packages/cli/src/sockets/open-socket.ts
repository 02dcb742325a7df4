import type { ReceiveSocket, SendSocket } from '@zeromq-ts/core/spi';
import { type ListedEndpoint, parseEndpointList, ZMQError } from '@zeromq-ts/core/spi';
import { type CommandError, UsageError } from '../errors/command-error.js';
import type { GivenEndpoint, Parsed } from '../grammar/parsed.js';
import type { CommandIO } from '../io.js';
import { Report } from '../output/report.js';
import { announceEndpoint } from './announce-endpoint.js';
import { watchEvents } from './socket-events.js';
import { securityOptionsFrom } from './security-options.js';
import { socketOptionsFrom } from './socket-options.js';
import { loadPackages } from './socket-packages.js';
import { DEFAULT_ACTION, type SocketType } from './socket-type.js';

/** A socket as commands use it. Only those methods may be called that its type has. */
export type AnySocket = SendSocket & ReceiveSocket;

/** An open socket of a command. */
export interface OpenedSocket {
  readonly socket: AnySocket;
  readonly report: Report;
  /** Whether a peer has ever completed the handshake. */
  readonly hadPeer: () => boolean;
  /** Why the last attempt to connect has failed. */
  readonly lastError: () => Error | undefined;
  /** Whether it binds: peers come to it. */
  readonly isBound: boolean;
}

/** What differs between commands. */
export interface OpenOptions {
  /** Options for the constructor, below those of flags. */
  readonly defaults?: Readonly<Record<string, unknown>> | undefined;
  /** Called when a peer has refused the handshake, or was refused, with the error to end with if the command is to end. */
  readonly onRefused?: ((error: CommandError) => void) | undefined;
  /** Called with the socket before it is bound or connected, and awaited. What it throws closes the socket. */
  readonly onOpen?: ((socket: AnySocket) => void | Promise<void>) | undefined;
  /** Called with each endpoint that is bound, instead of saying so. */
  readonly onBound?: ((endpoint: string) => void) | undefined;
}

/**
 * Opens the socket of a command: with the options and the security of its flags, bound and connected as its endpoints say.
 * It says on stderr what it binds and connects, and events with `-v`.
 */
export async function openSocket(
  parsed: Parsed,
  type: SocketType,
  io: CommandIO,
  { defaults = {}, onRefused, onOpen, onBound }: OpenOptions = {},
): Promise<OpenedSocket> {
  const { flags, endpoints } = parsed;
  const report = new Report(flags, io);
  await loadPackages(type, endpoints);
  const listed = endpoints.map((given) => checked(given, type));
  const security = await securityOptionsFrom(flags, io, report);
  const { createSocket } = await import('@zeromq-ts/core');
  const options: Record<string, unknown> = { ...defaults, ...socketOptionsFrom(flags), ...security };
  if (report.verbose(2) && (flags.text('engine') ?? 'zmtp') === 'zmtp') {
    // Not loaded at every start.
    const { tracedEngine } = await import('../trace/traced-engine.js');
    options['engine'] = await tracedEngine(report, endpoints);
  }
  // A SUB takes its topics before its options: none, until the command subscribes.
  const args = type === 'SUB' ? [undefined, [], options] : [undefined, options];
  const socket = (createSocket as (type: string, ...args: unknown[]) => unknown)(type, ...args) as AnySocket;
  const events = watchEvents(socket, report, { isSecure: Object.keys(security).length > 0, onRefused });
  try {
    await onOpen?.(socket);
    for (const { action, text } of listed) {
      if (action === 'bind') {
        const bound = await socket.bind(text);
        warnAboutOpenPort(bound, Object.keys(security).length > 0, report);
        if (onBound === undefined) await announceEndpoint(bound, parsed, io, report);
        else onBound(bound);
      } else {
        socket.connect(text);
        report.info(`connecting to ${text}`, 'connecting', { endpoint: text });
      }
    }
  } catch (error) {
    await socket.close({ linger: 0 });
    throw error;
  }
  return { socket, report, ...events, isBound: listed.some(({ action }) => action === 'bind') };
}

/** @throws UsageError saying what is wrong with an endpoint. */
function checked({ action, text }: GivenEndpoint, type: SocketType): ListedEndpoint {
  const resolved = action ?? DEFAULT_ACTION[type];
  try {
    const [endpoint, second] = parseEndpointList(`${resolved === 'bind' ? '@' : '>'}${text}`, resolved);
    if (endpoint !== undefined && second === undefined) return endpoint;
  } catch (error) {
    if (!(error instanceof ZMQError)) throw error;
    throw new UsageError(error.message, { code: error.code, cause: error.cause });
  }
  throw new UsageError(`"${text}" is more than one endpoint: give each as an argument of its own.`);
}

/** Whether everyone in the network can connect, without being asked who they are. */
function warnAboutOpenPort(endpoint: string, isSecure: boolean, report: Report): void {
  if (isSecure || !/^(?:tcp|ws):\/\/(?:0\.0\.0\.0|\[::\]|\*)[:/]/u.test(endpoint)) return;
  report.warn(
    `${endpoint} takes connections from every network, without security: bind tcp://127.0.0.1, or use CURVE (zmq keygen)`,
  );
}
