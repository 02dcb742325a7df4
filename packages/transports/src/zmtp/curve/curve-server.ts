import type { Command } from '../command.js';
import type { AuthenticatedPeer, AuthenticationHandler, MechanismSession } from '../mechanism.js';
import { ProtocolError } from '../protocol-error.js';
import { admit } from '../authentication-error.js';
import type { CurveKeys } from './curve-keys.js';
import { CurveFrameCipher } from './curve-frame-cipher.js';
import { badVouch, cannotOpen, lowOrder, malformed, outOfTurn } from './curve-errors.js';
import { LONG_NONCE_BYTES, nonceOf, ReceiveCounter, SendCounter, SHORT_NONCE_BYTES, shortNonce } from './nonces.js';
import { SessionKeys } from './session-keys.js';

/*
 * RFC 26, without the names of the commands:
 *
 *   HELLO_BYTES     | version 2 | zeros 72 | C' 32 | counter 8 | box 80 |
 *   INITIATE  | cookie 96 | counter 8 | box 16 + (C 32, vouch nonce 16, vouch 80, metadata …) |
 */
const KEY_BYTES = 32;
const COOKIE_BYTES = 96;
const VOUCH_BYTES = 16 + 2 * KEY_BYTES;
const TRANSIENT_AT = 74;
const COUNTER_AT = TRANSIENT_AT + KEY_BYTES;
const SIGNATURE_AT = COUNTER_AT + SHORT_NONCE_BYTES;
const HELLO_BYTES = SIGNATURE_AT + 80;
const METADATA_AT = KEY_BYTES + LONG_NONCE_BYTES + VOUCH_BYTES;
const MIN_INITIATE_BYTES = COOKIE_BYTES + SHORT_NONCE_BYTES + 16 + METADATA_AT;

/** What is known between WELCOME and INITIATE. */
interface Welcomed {
  readonly clientTransient: Buffer;
  readonly transientSecret: Uint8Array;
  readonly cookie: Buffer;
}

/**
 * The server of CURVE on one connection. As the connection remembers what a server without memory would have to find in
 * the cookie, the cookie is nothing but random: it must come back as it was given out.
 */
export class CurveServer implements MechanismSession {
  peerMetadata: Buffer | undefined;
  seal: CurveFrameCipher | undefined;
  waiting: Promise<readonly Command[]> | undefined;
  admission: AuthenticatedPeer | undefined;
  readonly #metadata: () => Uint8Array;
  readonly #keys: CurveKeys;
  readonly #gate: AuthenticationHandler | undefined;
  readonly #sent = new SendCounter();
  readonly #received = new ReceiveCounter();
  #secrets: SessionKeys | undefined;
  #over = false;
  #welcomed: Welcomed | undefined;

  constructor(metadata: () => Uint8Array, keys: CurveKeys, gate: AuthenticationHandler | undefined) {
    this.#metadata = metadata;
    this.#keys = keys;
    this.#gate = gate;
  }

  start(): readonly Command[] {
    const { loaded } = this.#keys.provider;
    if (loaded !== undefined) {
      this.#secrets = new SessionKeys(loaded);
      return [];
    }
    this.waiting = this.#load();
    this.waiting.catch(() => {});
    return [];
  }

  command(name: string, data: Buffer): readonly Command[] {
    const expected = this.#welcomed === undefined ? 'HELLO' : 'INITIATE';
    if (name !== expected || this.#secrets === undefined) throw outOfTurn(expected);
    if (this.#welcomed === undefined) return [this.#welcome(this.#secrets, data)];
    return this.#initiated(this.#secrets, this.#welcomed, data);
  }

  end(): void {
    this.#over = true;
    this.#secrets?.end();
  }

  async #load(): Promise<readonly Command[]> {
    this.#secrets = new SessionKeys(await this.#keys.provider.load());
    if (this.#over) this.#secrets.end();
    this.waiting = undefined;
    return [];
  }

  #welcome(secrets: SessionKeys, hello: Buffer): Command {
    const { cryptography } = secrets;
    if (hello.length !== HELLO_BYTES || hello[0] !== 1 || hello[1] !== 0) throw malformed('HELLO');
    if (!isZero(hello.subarray(2, TRANSIENT_AT))) throw malformed('HELLO');
    const clientTransient = Buffer.from(hello.subarray(TRANSIENT_AT, COUNTER_AT));
    const key = secrets.sharedKey(clientTransient, this.#keys.own(cryptography).secretKey);
    if (key === undefined) throw lowOrder("the client's key of this connection");
    const nonce = shortNonce('CurveZMQHELLO---');
    this.#received.accept(hello, COUNTER_AT, nonce);
    const signature = cryptography.open(key, nonce, hello.subarray(SIGNATURE_AT));
    if (signature === undefined || !isZero(signature)) {
      throw cannotOpen('HELLO', 'Most likely its curveServerKey is not the public key of this server.');
    }
    const transient = secrets.keyPair();
    const cookie = cryptography.random(COOKIE_BYTES);
    const long = cryptography.random(LONG_NONCE_BYTES);
    const box = cryptography.seal(key, nonceOf('WELCOME-', long), Buffer.concat([transient.publicKey, cookie]));
    secrets.overwrite(key);
    this.#welcomed = { clientTransient, transientSecret: transient.secretKey, cookie };
    return { name: 'WELCOME', data: Buffer.concat([long, box]) };
  }

  #initiated(secrets: SessionKeys, welcomed: Welcomed, initiate: Buffer): readonly Command[] {
    const { clientTransient, transientSecret, cookie } = welcomed;
    const { cryptography } = secrets;
    if (initiate.length < MIN_INITIATE_BYTES) throw malformed('INITIATE');
    if (!cookie.equals(initiate.subarray(0, COOKIE_BYTES))) {
      throw cannotOpen('INITIATE', 'Its cookie is not the one that it was given.');
    }
    const key = secrets.sharedKey(clientTransient, transientSecret);
    if (key === undefined) throw lowOrder("the client's key of this connection");
    const nonce = shortNonce('CurveZMQINITIATE');
    this.#received.accept(initiate, COOKIE_BYTES, nonce);
    const opened = cryptography.open(key, nonce, initiate.subarray(COOKIE_BYTES + SHORT_NONCE_BYTES));
    if (opened === undefined) throw cannotOpen('INITIATE', 'It was changed on its way.');
    const publicKey = opened.subarray(0, KEY_BYTES);
    this.#checkVouch(secrets, welcomed, publicKey, opened.subarray(KEY_BYTES, METADATA_AT));
    secrets.overwrite(transientSecret);
    const metadata = opened.subarray(METADATA_AT);
    if (this.#gate === undefined) return [this.#ready(secrets, key, metadata)];
    this.waiting = this.#ask(this.#gate, secrets, key, publicKey, metadata);
    this.waiting.catch(() => {});
    return [];
  }

  /** Both parts count: a vouch for another connection, or for another server, is none (libzmq looks at the first only). */
  #checkVouch(secrets: SessionKeys, welcomed: Welcomed, publicKey: Buffer, vouch: Buffer): void {
    const { cryptography } = secrets;
    const key = secrets.sharedKey(publicKey, welcomed.transientSecret);
    if (key === undefined) throw lowOrder("the client's public key");
    const nonce = nonceOf('VOUCH---', vouch.subarray(0, LONG_NONCE_BYTES));
    const opened = cryptography.open(key, nonce, vouch.subarray(LONG_NONCE_BYTES));
    secrets.overwrite(key);
    if (opened === undefined) throw badVouch('it was not made with the secret key to the public one that it shows');
    if (!opened.subarray(0, KEY_BYTES).equals(welcomed.clientTransient)) throw badVouch('it is for another connection');
    if (!opened.subarray(KEY_BYTES).equals(this.#keys.own(cryptography).publicKey))
      throw badVouch('it is for another server');
  }

  async #ask(
    gate: AuthenticationHandler,
    secrets: SessionKeys,
    key: Uint8Array,
    publicKey: Buffer,
    metadata: Buffer,
  ): Promise<readonly Command[]> {
    const verdict = await gate({ mechanism: 'CURVE', publicKey });
    this.waiting = undefined;
    this.admission = admit(verdict);
    return [this.#ready(secrets, key, metadata)];
  }

  #ready(secrets: SessionKeys, key: Uint8Array, metadata: Buffer): Command {
    if (secrets.ended) throw new ProtocolError('The connection is over.');
    const nonce = shortNonce('CurveZMQREADY---');
    this.#sent.next(nonce);
    const box = secrets.cryptography.seal(key, nonce, this.#metadata());
    this.seal = new CurveFrameCipher(secrets, key, true, this.#sent, this.#received);
    this.peerMetadata = metadata;
    return { name: 'READY', data: Buffer.concat([nonce.subarray(-SHORT_NONCE_BYTES), box]) };
  }
}

function isZero(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0);
}
