import type { AuthenticationResult } from '@zeromq-ts/core/spi';
import { errorCommand } from './command.js';
import type { AuthenticatedPeer } from './mechanism.js';
import { ProtocolError } from './protocol-error.js';

/** The reason of an ERROR command by which an authenticator's decision is sent (RFC 27; libzmq writes nothing else). */
const STATUS = /^[345]00$/;

const CREDENTIALS: Readonly<Record<string, string>> = {
  CURVE: 'Check that the server knows the public key of this socket (curvePublicKey).',
  PLAIN: 'Check plainUsername and plainPassword.',
};

/**
 * Admits the peer, or throws. * * @throws ProtocolError when it is refused. The ERROR command has the status, except
 * for 300 (try again later).
 */
export function admit(verdict: AuthenticationResult): AuthenticatedPeer {
  if (verdict.allowed) return verdict;
  const { status, reason, cause, rule } = verdict;
  const reply = status === 300 ? undefined : errorCommand(String(status));
  throw new ProtocolError(`The peer was refused (${status}): ${reason}.`, reply, { status, reason, cause, rule });
}

/** The error of a peer that has sent an ERROR command. */
export function peerRefusal(reason: string | undefined, mechanism: string): ProtocolError {
  if (reason === undefined)
    return new ProtocolError('The peer sent an ERROR command whose reason is truncated.').of(
      'ERR_ZMTP_MALFORMED_COMMAND_ERROR',
    );
  if (!STATUS.test(reason)) return new ProtocolError(`The peer refused this connection: ${JSON.stringify(reason)}.`);
  const what = reason === '400' ? 'refused this socket' : 'could not authenticate this socket';
  const advice = CREDENTIALS[mechanism] ?? 'Check what its authenticator expects.';
  return new ProtocolError(`The peer ${what} (${reason}). ${advice}`, undefined, {
    status: Number(reason),
    reason: `the authenticator of the peer answered ${reason}`,
  });
}
