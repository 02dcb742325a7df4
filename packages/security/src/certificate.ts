import { checkArgumentCount, checkCallOptions, z85Decode, ZMQError } from '@zeromq-ts/core/spi';
import type { TextFile } from './certificate-file.js';
import { readText, replaceFiles } from './certificate-file.js';
import { curveKeyPair, curvePublicKey } from './key-pair.js';
import { formatZpl, parseZpl } from './zpl.js';

const SECRET_SUFFIX = '_secret';
const OWNER_ONLY_MODE = 0o600;
const KEY = /^[!-~]{40}$/;

/** Values are checked where they are used; no error text may show them. */
const acceptedHere = (): void => {};
const PART_CHECKS = { publicKey: acceptedHere, secretKey: acceptedHere, metadata: acceptedHere };

/** The parts of a {@link Certificate}. */
export interface CertificateParts {
  /** Z85 text. Default: derived from `secretKey`. */
  readonly publicKey?: string | undefined;
  /** Z85 text; the certificate of a peer has none. */
  readonly secretKey?: string | undefined;
  /** Anything worth knowing about its owner: `{ name: 'Alice', email: … }`. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

/**
 * A CURVE key pair, or a public key alone, with metadata about its owner, in the file format of CZMQ's `zcert`.
 *
 * @example
 * ```ts
 * import { Certificate } from '@zeromq-ts/security';
 *
 * const certificate = Certificate.generate({ name: 'Alice' });
 * console.log(certificate.publicKey.length, certificate.metadata['name']); // 40 Alice
 * ```
 */
export class Certificate {
  readonly publicKey: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly #secretKey: string | undefined;

  /** @throws ZMQError `EINVAL` for an invalid key, for keys that do not belong together, and without any key. */
  constructor(parts: CertificateParts) {
    checkArgumentCount('Certificate', arguments, 1);
    checkCallOptions('Certificate', parts, PART_CHECKS);
    const { publicKey, secretKey, metadata = {} } = parts;
    const derived = secretKey === undefined ? undefined : curvePublicKey(secretKey);
    const own = publicKey ?? derived;
    if (own === undefined) throw new ZMQError('EINVAL', 'A certificate needs a public key or a secret key.');
    if (!KEY.test(own)) throw new ZMQError('EINVAL', 'The public key of a certificate is Z85 text of 40 characters.');
    z85Decode(own);
    if (derived !== undefined && derived !== own) {
      throw new ZMQError('EINVAL', 'The public and the secret key of this certificate do not belong together.');
    }
    this.publicKey = own;
    this.#secretKey = secretKey;
    this.metadata = { ...metadata };
  }

  /** Creates a certificate with a new key pair. */
  static generate(metadata: Readonly<Record<string, string>> = {}): Certificate {
    return new Certificate({ ...curveKeyPair(), metadata });
  }

  /**
   * Reads a certificate from `file_secret` if it exists, otherwise from `file`, as CZMQ does.
   *
   * @throws ZMQError `EINVAL` when the file is not a certificate; the text names the file and shows nothing of its
   * content. The system error when there is no such file.
   */
  static async load(file: string): Promise<Certificate> {
    const text = (await readIfThere(`${file}${SECRET_SUFFIX}`)) ?? (await readText(file));
    return Certificate.parse(text, file);
  }

  /**
   * Parses the text of a certificate.
   *
   * @param origin The source of the text, for error texts.
   * @throws ZMQError `EINVAL` when the text is not a certificate.
   */
  static parse(text: string, origin = 'this text'): Certificate {
    try {
      const sections = parseZpl(text);
      const curve = sections.get('curve');
      const metadata = Object.fromEntries(sections.get('metadata') ?? []);
      const secretKey = curve?.get('secret-key');
      return new Certificate({ publicKey: curve?.get('public-key'), secretKey, metadata });
    } catch (cause) {
      throw new ZMQError('EINVAL', `${origin} is not a CURVE certificate: ${(cause as Error).message}`, { cause });
    }
  }

  /** The secret key; `undefined` in a public certificate. Printing the certificate does not show it. */
  get secretKey(): string | undefined {
    return this.#secretKey;
  }

  /** The options of a CURVE server with this certificate: `{ ...certificate.server(), authenticate }`. */
  server(): { curveServer: true; curvePublicKey: string; curveSecretKey: string } {
    return { curveServer: true, curvePublicKey: this.publicKey, curveSecretKey: this.#own() };
  }

  /** The options of a CURVE client with this certificate. @param server The certificate of its server, or its public key. */
  client(server: Certificate | string): { curveServerKey: string; curvePublicKey: string; curveSecretKey: string } {
    const curveServerKey = typeof server === 'string' ? server : server.publicKey;
    return { curveServerKey, curvePublicKey: this.publicKey, curveSecretKey: this.#own() };
  }

  /** This certificate without its secret key, to be shared. */
  public(): Certificate {
    return new Certificate({ publicKey: this.publicKey, metadata: this.metadata });
  }

  /**
   * Writes `file` without the secret key, and `file_secret`, mode 0600, with it; without a secret key, only the first.
   */
  async save(file: string): Promise<void> {
    const isPublic = this.#secretKey === undefined;
    await replaceFiles([...(isPublic ? [] : [this.#secretFile(`${file}${SECRET_SUFFIX}`)]), this.#publicFile(file)]);
  }

  /** Writes the certificate without the secret key. */
  async savePublic(file: string): Promise<void> {
    await replaceFiles([this.#publicFile(file)]);
  }

  /** Writes the certificate with the secret key, mode 0600. */
  async saveSecret(file: string): Promise<void> {
    await replaceFiles([this.#secretFile(file)]);
  }

  #publicFile(file: string): TextFile {
    return { file, text: this.#text(PUBLIC_COMMENTS, false), mode: 0o644 };
  }

  #secretFile(file: string): TextFile {
    return { file, text: this.#text(SECRET_COMMENTS, true), mode: OWNER_ONLY_MODE };
  }

  #own(): string {
    if (this.#secretKey !== undefined) return this.#secretKey;
    throw new ZMQError('EINVAL', 'This certificate has no secret key: it is the public certificate of a peer.');
  }

  #text(comments: readonly string[], secret: boolean): string {
    const curve = new Map([['public-key', this.publicKey]]);
    if (secret) curve.set('secret-key', this.#own());
    const sections = new Map<string, ReadonlyMap<string, string>>([
      ['metadata', new Map(Object.entries(this.metadata))],
      ['curve', curve],
    ]);
    return formatZpl(comments, sections);
  }
}

const PUBLIC_COMMENTS = [
  'ZeroMQ CURVE Public Certificate',
  'Exchange it securely, or verify it by another way after the exchange.',
];
const SECRET_COMMENTS = [
  'ZeroMQ CURVE **Secret** Certificate',
  'DO NOT PROVIDE THIS FILE TO OTHER USERS, nor change its permissions.',
];

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readText(file);
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return undefined;
    throw error;
  }
}
