import { ZMQError } from '@zeromq-ts/core/spi';

/** What Node's error codes of certificates and of TLS have in common. */
const OF_CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO|ALTNAME|HOSTNAME/;
const OF_TLS = /^(?:ERR_TLS|ERR_SSL|EPROTO)/;

/** The error of a TLS connection that could not be made; `undefined` when TLS was not the reason. */
export function tlsError(cause: Error, endpoint: string): Error | undefined {
  const { code = '' } = cause as NodeJS.ErrnoException;
  const isCertificate = OF_CERTIFICATE.test(code);
  if (!isCertificate && !OF_TLS.test(code)) return undefined;
  const hint = isCertificate
    ? 'Give the certificate authority of the server as webSocket: { tls: { ca } }, or correct the host name.'
    : 'Check that a TLS server listens there: without TLS, it is ws://.';
  return new ZMQError(code, `The TLS handshake at ${endpoint} failed: ${cause.message}. ${hint}`, { endpoint, cause });
}
