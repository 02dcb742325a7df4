/**
 * Which rule a handshake has broken, as libzmq's monitor names it without its prefix `ZMQ_PROTOCOL_` (zmq.h); `ERR_ZAP_…`:
 * the ZAP handler of this side has broken RFC 27.
 */
export type HandshakeRule =
  /** The peer broke the protocol in another way. */
  | 'ERR_ZMTP_UNSPECIFIED'
  /** Another command was due, or a command and not a message. */
  | 'ERR_ZMTP_UNEXPECTED_COMMAND'
  /** A nonce does not come after the one before. */
  | 'ERR_ZMTP_INVALID_SEQUENCE'
  /** The keys of a CURVE client do not belong together. */
  | 'ERR_ZMTP_KEY_EXCHANGE'
  | 'ERR_ZMTP_MALFORMED_COMMAND_UNSPECIFIED'
  | 'ERR_ZMTP_MALFORMED_COMMAND_MESSAGE'
  | 'ERR_ZMTP_MALFORMED_COMMAND_HELLO'
  | 'ERR_ZMTP_MALFORMED_COMMAND_INITIATE'
  | 'ERR_ZMTP_MALFORMED_COMMAND_ERROR'
  | 'ERR_ZMTP_MALFORMED_COMMAND_READY'
  | 'ERR_ZMTP_MALFORMED_COMMAND_WELCOME'
  /** The metadata of the peer are malformed, or its socket type or routing id is not accepted. */
  | 'ERR_ZMTP_INVALID_METADATA'
  /** What the peer sent cannot be decrypted: most often, the keys do not fit. */
  | 'ERR_ZMTP_CRYPTOGRAPHIC'
  /** The peer has another security mechanism. */
  | 'ERR_ZMTP_MECHANISM_MISMATCH'
  /** The ZAP handler could not be asked, or did not answer. */
  | 'ERR_ZAP_UNSPECIFIED'
  | 'ERR_ZAP_MALFORMED_REPLY'
  | 'ERR_ZAP_BAD_REQUEST_ID'
  | 'ERR_ZAP_BAD_VERSION'
  | 'ERR_ZAP_INVALID_STATUS_CODE'
  | 'ERR_ZAP_INVALID_METADATA';
