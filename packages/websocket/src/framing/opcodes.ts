/*
 * RFC 6455, section 5.2. In a binary message, the first byte of the payload is the flags of a ZMTP frame (RFC 45,
 * "Framing"), and the rest its body:
 *
 *   +-----------------+-----------------+----------------+----------+-----------------------+
 *   | FIN RSV opcode  | MASK length     | length 0, 2, 8 | mask 0,4 | flags 1 | body …      |
 *   +-----------------+-----------------+----------------+----------+-----------------------+
 */

export const FIN = 0x80;
export const RSV = 0x70;
export const OPCODE = 0x0f;
export const MASKED = 0x80;
export const LENGTH = 0x7f;

export const CONTINUATION = 0x0;
export const TEXT = 0x1;
export const BINARY = 0x2;
export const CLOSE = 0x8;
export const PING = 0x9;
export const PONG = 0xa;

/** The bit of the opcodes of control frames. */
export const CONTROL = 0x8;
export const MAX_CONTROL_BYTES = 125;

/** The largest payload whose length goes into the second byte, and into the two bytes after it. */
export const MAX_SHORT_BYTES = 125;
export const MAX_MEDIUM_BYTES = 65_535;
/** What the second byte says when the length follows in two bytes, and in eight. */
export const MEDIUM = 126;
export const LONG = 127;

export const MASK_BYTES = 4;
/** FIN, opcode and length, the longest length, and a mask. */
export const MAX_HEADER_BYTES = 2 + 8 + MASK_BYTES;

/** The flags of a frame in a message (RFC 45). */
export const ZWS_MORE = 0x01;
export const ZWS_COMMAND = 0x02;
