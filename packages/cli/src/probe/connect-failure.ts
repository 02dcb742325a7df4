import type { ExitName } from '../exit-codes.js';

/** Why there is no connection. */
export interface ConnectFailure {
  readonly exit: ExitName;
  readonly code: string;
  readonly text: string;
}

const NOBODY: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody listens there',
  ENOENT: 'nobody listens there: there is no such file',
  ENOTFOUND: 'this name is not known',
  EAI_AGAIN: 'the name server does not answer',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  ETIMEDOUT: 'the host does not answer',
  TimeoutError: 'the host does not answer in time: a firewall may drop the connection',
};

/** What an error of a connection attempt means; `undefined` when it is no error of the system. */
export function connectFailureOf(error: unknown): ConnectFailure | undefined {
  const { name, code: given, message } = error as { name?: string; code?: unknown; message?: string };
  const code = name === 'TimeoutError' ? name : given;
  if (typeof code !== 'string') return undefined;
  const nobody = NOBODY[code];
  if (nobody !== undefined) return { exit: 'unreachable', code, text: nobody };
  // The errors of Node's certificate check have no E in front.
  if (/CERT|TLS|SIGNATURE|ISSUER|HOSTNAME/.test(code)) {
    return { exit: 'refused', code, text: `its certificate is not accepted: ${message ?? code}` };
  }
  return { exit: 'failed', code, text: message ?? code };
}
