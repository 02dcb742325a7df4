import { frameCommand } from '../zmtp/frame.js';
import { ZMTP_3_0, ZMTP_3_1 } from '../zmtp/dialect.js';
import { Handshake } from '../zmtp/handshake.js';
import { MessageDecoder } from '../zmtp/message-decoder.js';
import { MessageEncoder } from '../zmtp/message-encoder.js';
import { ProtocolError } from '../zmtp/protocol-error.js';
import type { ConnectionCodec, ConnectionHandshake, StreamFraming } from './stream-framing.js';

/** ZMTP 3.1 (RFC 37): that of tcp and ipc. */
export const zmtpFraming: StreamFraming = { handshake: (local) => new ZmtpHandshake(local) };

class ZmtpHandshake extends Handshake implements ConnectionHandshake {
  /** The peer gets the reason before the connection ends, where the RFC provides for it. */
  refusal(error: Error): Uint8Array | undefined {
    const reply = error instanceof ProtocolError ? error.reply : undefined;
    return reply === undefined ? undefined : frameCommand(reply);
  }

  codec(): ConnectionCodec {
    const { version, seal } = this.done as NonNullable<Handshake['done']>;
    const dialect = version.minor === 0 ? ZMTP_3_0 : ZMTP_3_1;
    return {
      // PING and PONG are commands of 3.1: a strict 3.0 peer may take them for an offence.
      answersPings: dialect.heartbeats,
      decoder: (options, sink) => new MessageDecoder(options, sink),
      encoder: () => new MessageEncoder({ dialect, seal }),
      farewell: () => undefined,
    };
  }
}
