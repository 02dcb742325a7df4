/** RFC 6455, section 1.3. */
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const KEY = /^[A-Za-z0-9+/]{22}==$/;

/** The value of `Sec-WebSocket-Accept` that answers a key. */
export function acceptOf(key: string): string {
  // Loaded here, so that it costs nothing without a WebSocket.
  const { createHash } = process.getBuiltinModule('node:crypto');
  return createHash('sha1').update(`${key}${GUID}`).digest('base64');
}

/** A key that cannot be predicted: 16 bytes. */
export function createKey(): string {
  return Buffer.from(globalThis.crypto.getRandomValues(new Uint8Array(16))).toString('base64');
}

/** Whether a key stands for 16 bytes. */
export function isKey(key: string): boolean {
  return KEY.test(key) && Buffer.from(key, 'base64').length === 16;
}
