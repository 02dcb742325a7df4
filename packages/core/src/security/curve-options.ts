import type { OptionRule, OptionRules } from '../options/option-rule.js';
import { describeKey, isKey } from './keys.js';
import { SECURITY_FLAG } from './security-option.js';

/** Options of the mechanism CURVE. Keys are Z85 text of 40 characters, or 32 bytes. */
export interface CurveOptions {
  /** This socket is the CURVE server: its peers must know its public key. Needs `curveSecretKey`. Default false. libzmq: `ZMQ_CURVE_SERVER`. */
  readonly curveServer?: boolean | null | undefined;
  /** The public key of this socket. Default: derived from the secret key. libzmq: `ZMQ_CURVE_PUBLICKEY`. */
  readonly curvePublicKey?: string | Uint8Array | null | undefined;
  /** The secret key of this socket; required for a server and for a client. libzmq: `ZMQ_CURVE_SECRETKEY`. */
  readonly curveSecretKey?: string | Uint8Array | null | undefined;
  /** This socket is a CURVE client of the server that has this public key. libzmq: `ZMQ_CURVE_SERVERKEY`. */
  readonly curveServerKey?: string | Uint8Array | null | undefined;
}

const key: OptionRule = {
  accepts: 'a key: 40 characters of Z85 text, or 32 bytes',
  fallback: undefined,
  confidential: true,
  describe: describeKey,
  check: isKey,
};

/** @see CurveOptions */
export const CURVE_OPTIONS = {
  curveServer: SECURITY_FLAG,
  curvePublicKey: key,
  curveSecretKey: key,
  curveServerKey: key,
} satisfies OptionRules<CurveOptions>;
