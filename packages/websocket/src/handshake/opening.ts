import type { HandshakeLocal, SecurityResult } from '@zeromq-ts/transports/internal';
import { admit, COMMAND, encodeCommand, ProtocolError, SecurityHandshake } from '@zeromq-ts/transports/internal';

/** A frame to send. */
export interface OpeningFrame {
  readonly flags: number;
  readonly body: Uint8Array;
}

/** What passes between the upgrade and the first message. */
export interface Opening {
  /** Set once the peer is known and fits. */
  readonly result: SecurityResult | undefined;
  /** What the peer says its socket is, though it may not fit. */
  readonly toldType: string | undefined;
  /** Whether an authenticator is asked: no frame is to be passed on before `settle` has resolved. */
  readonly waiting: boolean;
  start(): readonly OpeningFrame[];
  /**
   * Takes a frame of the peer; its body may be kept.
   *
   * @throws ProtocolError when the peer is refused.
   */
  take(flags: number, body: Buffer): readonly OpeningFrame[];
  /** Waits for the authenticator that the mechanism asks. @returns, and throws, what `take` does. */
  settle(): Promise<readonly OpeningFrame[]>;
  /** It has failed, or is given up: overwrites the secrets of the connection. */
  end(): void;
}

/** The commands of the mechanism that the subprotocol names, as over every other transport. */
export class MechanismOpening implements Opening {
  readonly #security: SecurityHandshake;
  readonly #onMessage: () => Error;

  /** @param onMessage Makes the error when a message comes instead of a command. */
  constructor(local: HandshakeLocal, onMessage: () => Error = earlyMessage) {
    this.#security = new SecurityHandshake(local);
    this.#onMessage = onMessage;
  }

  get result(): SecurityResult | undefined {
    return this.#security.result;
  }

  get toldType(): string | undefined {
    return this.#security.toldType;
  }

  get waiting(): boolean {
    return this.#security.waiting;
  }

  start(): readonly OpeningFrame[] {
    return this.#security.start().map(frameOf);
  }

  take(flags: number, body: Buffer): readonly OpeningFrame[] {
    if (flags !== COMMAND) throw this.#onMessage();
    return this.#security.command(body).map(frameOf);
  }

  async settle(): Promise<readonly OpeningFrame[]> {
    return (await this.#security.settle()).map(frameOf);
  }

  end(): void {
    this.#security.end();
  }
}

function earlyMessage(): Error {
  return new ProtocolError('The peer sent a message before its handshake was done.');
}

const frameOf = (command: Parameters<typeof encodeCommand>[0]): OpeningFrame => ({
  flags: COMMAND,
  body: encodeCommand(command),
});

const MAX_ROUTING_ID_BYTES = 255;
const NO_METADATA: ReadonlyMap<string, Buffer> = new Map();

/**
 * The subprotocol without a mechanism: the first message of each side is its routing id, which may be empty. The type of
 * the peer is not known. An authenticator for peers of NULL decides on these, too, by their address.
 */
export class BareOpening implements Opening {
  result: SecurityResult | undefined;
  readonly toldType = undefined;
  readonly #local: HandshakeLocal;
  #asked: Promise<readonly OpeningFrame[]> | undefined;
  #admission: SecurityResult['admission'];

  constructor(local: HandshakeLocal) {
    this.#local = local;
  }

  get waiting(): boolean {
    return this.#asked !== undefined;
  }

  start(): readonly OpeningFrame[] {
    const { gate } = this.#local;
    if (gate === undefined) return this.#present();
    this.#asked = this.#ask(gate);
    // A rejection is handled later, by `settle`.
    this.#asked.catch(() => {});
    return [];
  }

  take(flags: number, body: Buffer): readonly OpeningFrame[] {
    if (flags !== 0)
      throw new ProtocolError('The first message of the peer is not its routing id: its flags are not 00.');
    if (body.length > MAX_ROUTING_ID_BYTES) {
      throw new ProtocolError(`The routing id of the peer has ${body.length} bytes; the maximum is 255.`);
    }
    if (body[0] === 0)
      throw new ProtocolError('The routing id of the peer begins with a zero byte, which is reserved.');
    this.result = {
      socketType: undefined,
      routingId: body.length === 0 ? undefined : body,
      mechanism: 'NULL',
      metadata: NO_METADATA,
      seal: undefined,
      admission: this.#admission,
    };
    return [];
  }

  async settle(): Promise<readonly OpeningFrame[]> {
    return (await this.#asked) ?? [];
  }

  end(): void {}

  async #ask(gate: NonNullable<HandshakeLocal['gate']>): Promise<readonly OpeningFrame[]> {
    const verdict = await gate({ mechanism: 'NULL' });
    this.#asked = undefined;
    this.#admission = admit(verdict);
    return this.#present();
  }

  #present(): readonly OpeningFrame[] {
    this.#local.reserve?.();
    return [{ flags: 0, body: this.#local.routingId ?? new Uint8Array(0) }];
  }
}
