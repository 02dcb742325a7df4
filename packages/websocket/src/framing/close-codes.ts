import { ProtocolError } from '@zeromq-ts/transports/internal';
import { ZMQError } from '@zeromq-ts/core/spi';

/** Codes by which a WebSocket connection is closed (RFC 6455, section 7.4.1). */
export const NORMAL = 1000;
export const PROTOCOL_ERROR = 1002;
export const UNSUPPORTED_DATA = 1003;
export const POLICY_VIOLATION = 1008;
export const TOO_BIG = 1009;

/** Those that say that nothing is wrong: the peer is done, or goes away. */
const IN_ORDER: ReadonlySet<number> = new Set([NORMAL, 1001]);

const MEANINGS: Readonly<Record<number, string>> = {
  1002: 'protocol error',
  1003: 'unsupported data',
  1007: 'malformed data',
  1008: 'policy violation',
  1009: 'message too big',
  1011: 'internal error',
  1012: 'service restart',
  1013: 'try again later',
};

const MAX_REASON_BYTES = 123;

/** The peer broke the WebSocket protocol, or what RFC 45 makes of it: its connection is closed with this code. */
export class WebSocketError extends ProtocolError {
  readonly closeCode: number;

  constructor(closeCode: number, message: string) {
    super(message);
    this.closeCode = closeCode;
  }
}

/** The code to close with because of an error. */
export function closeCodeOf(error: Error | undefined): number {
  if (error === undefined) return NORMAL;
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof WebSocketError) return cause.closeCode;
    if (cause instanceof ProtocolError) return cause.refusal === undefined ? PROTOCOL_ERROR : POLICY_VIOLATION;
  }
  return NORMAL;
}

/** The payload of a CLOSE frame. */
export function closePayload(code: number, reason = ''): Buffer {
  const text = Buffer.from(reason.replace(/[^ -~]/g, '?').slice(0, MAX_REASON_BYTES), 'latin1');
  return Buffer.concat([Buffer.of(code >>> 8, code & 0xff), text]);
}

/** What a CLOSE frame says. */
export interface CloseReason {
  /** Absent when there is none in the frame. */
  readonly code: number | undefined;
  /** Fit for a log. */
  readonly reason: string;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads the payload of a CLOSE frame.
 *
 * @throws WebSocketError when it is malformed: one byte, a code that no peer may send, a reason that is not UTF-8.
 */
export function readClose(payload: Buffer): CloseReason {
  if (payload.length === 0) return { code: undefined, reason: '' };
  const code = payload.length === 1 ? 0 : payload.readUInt16BE(0);
  if (!maySend(code)) {
    throw new WebSocketError(PROTOCOL_ERROR, 'The peer sent a CLOSE frame with a code that no peer may send.');
  }
  try {
    // oxlint-disable-next-line no-control-regex -- these are what a log must not get
    return { code, reason: utf8.decode(payload.subarray(2)).replace(/[\u0000-\u001f\u007f-\u009f]/g, '?') };
  } catch {
    throw new WebSocketError(PROTOCOL_ERROR, 'The peer sent a CLOSE frame whose reason is not UTF-8.');
  }
}

/** RFC 6455, section 7.4: those that are defined, without those that stand for what no frame has said. */
function maySend(code: number): boolean {
  if (code >= 3000) return code < 5000;
  return code >= 1000 && code <= 1014 && code !== 1004 && code !== 1005 && code !== 1006;
}

/** The error of a connection that the peer has closed with this; `undefined` when it ended in good order. */
export function closeError({ code, reason }: CloseReason): ZMQError | undefined {
  if (code === undefined || IN_ORDER.has(code)) return undefined;
  const meaning = MEANINGS[code];
  const shown = [meaning, reason === '' ? undefined : JSON.stringify(reason)].filter((part) => part !== undefined);
  const why = shown.length === 0 ? '' : ` (${shown.join(': ')})`;
  return new ZMQError('ECONNRESET', `the peer closed it with the code ${code}${why}.`);
}
