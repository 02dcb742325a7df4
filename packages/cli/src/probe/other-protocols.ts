/* oxlint-disable no-control-regex -- binary protocols begin with such bytes */
/** What a server of another protocol says first, or answers to the beginning of a greeting. */
const PROTOCOLS: readonly (readonly [name: string, says: RegExp])[] = [
  ['HTTP', /^HTTP\//],
  ['SSH', /^SSH-/],
  // An alert of any version, or a handshake record.
  ['TLS', /^[\x15\x16]\x03[\x00-\x04]/],
  ['MySQL', /^[\x01-\xff]\x00\x00\x00\x0a/],
  ['Redis', /^-(?:ERR|DENIED|NOAUTH)/],
  ['NATS', /^INFO \{/],
  ['AMQP', /^AMQP[\x00-\x03]/],
  ['VNC', /^RFB \d/],
  ['IMAP', /^\* OK/],
  ['POP3', /^\+OK/],
  ['SMTP or FTP', /^220[ -]/],
];
/* oxlint-enable no-control-regex */

/** The name of the protocol of which these are the first bytes. */
export function protocolOf(said: Buffer): string | undefined {
  const text = said.toString('latin1');
  return PROTOCOLS.find(([, says]) => says.test(text))?.[0];
}
