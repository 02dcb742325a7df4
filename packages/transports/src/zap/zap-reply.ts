import type { HandshakeRule } from '@zeromq-ts/core';
import type { AuthenticationResult } from '@zeromq-ts/core/spi';
import { parseMetadata } from '../zmtp/metadata.js';
import { ZAP_VERSION } from './zap-request.js';

const REPLY_FRAMES = 7;
const MAX_TEXT_BYTES = 255;

/** Reads the reply of a handler (RFC 27), from the delimiter on. Whatever is wrong with it is a refusal. */
export function zapResult(frames: readonly Uint8Array[], id: string): AuthenticationResult {
  if (frames.length !== REPLY_FRAMES || frames[0]?.byteLength !== 0)
    return bad(`has not the ${REPLY_FRAMES} frames it should`, 'ERR_ZAP_MALFORMED_REPLY');
  if (frames.slice(1, REPLY_FRAMES - 1).some(({ byteLength }) => byteLength > MAX_TEXT_BYTES))
    return bad('has a text that is too long', 'ERR_ZAP_MALFORMED_REPLY');
  const [version, echo, status, text, userId] = frames.slice(1).map((frame) => Buffer.from(frame).toString('utf8'));
  if (version !== ZAP_VERSION) return bad('is of another version', 'ERR_ZAP_BAD_VERSION');
  if (echo !== id) return bad('is for another request', 'ERR_ZAP_BAD_REQUEST_ID');
  if (status === '200') return admission(userId ?? '', Buffer.from(frames[REPLY_FRAMES - 1] as Uint8Array));
  if (status !== '300' && status !== '400' && status !== '500')
    return bad('has a status that is none', 'ERR_ZAP_INVALID_STATUS_CODE');
  const reason = text === undefined || text === '' ? 'the ZAP handler refused it' : printable(text);
  return { allowed: false, status: Number(status) as 300 | 400 | 500, reason };
}

function admission(userId: string, bytes: Buffer): AuthenticationResult {
  try {
    const metadata = new Map(Array.from(parseMetadata(bytes), ([name, value]) => [name, value.toString('utf8')]));
    return { allowed: true, userId, metadata };
  } catch {
    return bad('has malformed metadata', 'ERR_ZAP_INVALID_METADATA');
  }
}

function bad(what: string, rule: HandshakeRule): AuthenticationResult {
  return { allowed: false, status: 500, reason: `the reply of the ZAP handler ${what}`, rule };
}

function printable(text: string): string {
  return text.replace(/[^ -~]/g, '?');
}
