import { SECURITY_FLAGS } from '../flags/security.js';
import type { CommandError } from '../errors/command-error.js';
import type { GivenEndpoint, Parsed } from '../grammar/parsed.js';
import type { CommandIO } from '../io.js';
import { type OpenedSocket, openSocket } from './open-socket.js';
import type { SocketType } from './socket-type.js';

/** One of the sockets of a command that has several. */
export interface Side {
  /** What it is called on stderr: `front`. */
  readonly name: string;
  readonly type: SocketType;
  readonly endpoints: readonly GivenEndpoint[];
  /** Whether the flags for security are meant for it. */
  readonly isSecure: boolean;
}

/** A socket of a command that has several. */
export interface OpenedSide extends OpenedSocket {
  readonly side: Side;
  /** The endpoints that it has bound. */
  readonly bound: readonly string[];
}

/** An endpoint of a proxy: it binds unless it says to connect, whatever the default of its type is. */
export function bindingUnlessTold(given: GivenEndpoint | undefined): GivenEndpoint {
  return { action: given?.action ?? 'bind', text: given?.text ?? '' };
}

/** Opens sockets in this order. When one cannot be opened, those before it are closed. */
export async function openSides(
  parsed: Parsed,
  sides: readonly Side[],
  io: CommandIO,
  onRefused?: (error: CommandError) => void,
): Promise<readonly OpenedSide[]> {
  const opened: OpenedSide[] = [];
  try {
    for (const side of sides) opened.push(await openSide(parsed, side, io, onRefused));
  } catch (error) {
    await Promise.all(opened.map(({ socket }) => socket.close({ linger: 0 })));
    throw error;
  }
  return opened;
}

async function openSide(
  parsed: Parsed,
  side: Side,
  io: CommandIO,
  onRefused: ((error: CommandError) => void) | undefined,
): Promise<OpenedSide> {
  const { type, endpoints, isSecure } = side;
  const flags = isSecure ? parsed.flags : SECURITY_FLAGS.reduce((rest, { name }) => rest.without(name), parsed.flags);
  const bound: string[] = [];
  const opened = await openSocket({ ...parsed, endpoints, flags }, type, io, {
    onRefused,
    onBound: (endpoint) => bound.push(endpoint),
  });
  return { ...opened, side, bound };
}

/** Whether each of several sockets had a peer. */
export interface PeersOfSides extends Pick<OpenedSocket, 'hadPeer' | 'lastError'> {
  /** The names of those that had none. */
  readonly lonely: () => readonly string[];
}

/** The peers of the sockets that a command needs peers of. */
export function peersOf(sides: readonly OpenedSide[]): PeersOfSides {
  const without = (): readonly OpenedSide[] => sides.filter(({ hadPeer }) => !hadPeer());
  return {
    hadPeer: () => without().length === 0,
    lastError: () => without().flatMap(({ lastError }) => lastError() ?? [])[0],
    lonely: () => without().map(({ side }) => side.name),
  };
}

/** Says which endpoints are bound, each with the name of its socket. */
export function announceSides(sides: readonly OpenedSide[]): void {
  for (const { side, bound, report } of sides) {
    for (const endpoint of bound) {
      report.info(`bound ${endpoint} (${side.name})`, 'listening', { side: side.name, endpoint });
    }
  }
}
