import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { AuthenticationAnswer, AuthenticationRequest, Authenticator } from '@zeromq-ts/core';
import { z85Decode, ZMQError } from '@zeromq-ts/core/spi';
import { MAX_CERTIFICATE_BYTES, readRegularFile } from './certificate-file.js';
import { Certificate } from './certificate.js';
import { Revocations } from './revocations.js';

const KEY_BYTES = 32;

interface Entry {
  /** Changes whenever the file does. */
  readonly stamp: string;
  readonly certificate: Certificate | undefined;
}

/**
 * An authenticator that admits peers whose public certificate is in a directory or one of its subdirectories (CZMQ:
 * `zcertstore`). Added, changed and removed files take effect with the next peer; `revoke` also ends connections. Files that are not certificates are
 * ignored, and so are files whose name ends in `_secret`. Only regular files of up to 64 KiB are read; symbolic links
 * are followed.
 *
 * @example
 * ```ts ignore
 * new ZMQReply('tcp://127.0.0.1:5555', { ...certificate.server(), authenticate: new CertificateStore('clients') });
 * ```
 */
export class CertificateStore implements Authenticator {
  readonly directory: string;
  #entries: ReadonlyMap<string, Entry> = new Map();
  #byKey: ReadonlyMap<string, Certificate> = new Map();
  #reading: Promise<void> | undefined;
  readonly #revoked = new Set<string>();
  readonly #revocations = new Revocations();

  constructor(directory: string) {
    this.directory = directory;
  }

  /**
   * Finds the certificate of a public key (Z85 text).
   *
   * @returns `undefined` if there is none.
   * @throws the system error when the directory cannot be read.
   */
  async find(publicKey: string): Promise<Certificate | undefined> {
    await this.refresh();
    return this.#byKey.get(publicKey);
  }

  /** All certificates. @throws the system error when the directory cannot be read. */
  async list(): Promise<readonly Certificate[]> {
    await this.refresh();
    return [...this.#byKey.values()];
  }

  /** Reads changed files; `find`, `list` and `authenticate` do this first. */
  async refresh(): Promise<void> {
    // Calls during a read may want newer files: read once more, for all of them together.
    await this.#reading?.catch(() => {});
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined;
    });
    await this.#reading;
  }

  /**
   * Refuses a public key (Z85 text) from now on, whether or not its certificate is in the directory, and ends the
   * connections that it has, on the engine `zmtp`. Remove the file, too: another store, as in the next run of the program,
   * does not know of it.
   *
   * @throws ZMQError `EINVAL` when it is not a key.
   */
  revoke(publicKey: string): void {
    if (typeof publicKey !== 'string' || z85Decode(publicKey).byteLength !== KEY_BYTES) {
      throw new ZMQError(
        'EINVAL',
        'revoke accepts a public key as Z85 text of 40 characters, such as certificate.publicKey.',
      );
    }
    this.#revoked.add(publicKey);
    this.#revocations.revoke(publicKey);
  }

  /** Admits a peer with its public key as user id and the metadata of its certificate. */
  async authenticate({ mechanism, publicKey }: AuthenticationRequest): Promise<AuthenticationAnswer> {
    if (mechanism !== 'CURVE' || publicKey === undefined)
      return { refuse: 'it has no certificate: it does not use CURVE' };
    const certificate = await this.find(publicKey);
    if (this.#revoked.has(publicKey)) return { refuse: 'its key was revoked' };
    if (certificate === undefined) return { refuse: 'its certificate is not in the store' };
    const signal = this.#revocations.signalOf(publicKey);
    return { userId: publicKey, metadata: propertiesOf(certificate.metadata), signal };
  }

  async #read(): Promise<void> {
    const entries = new Map<string, Entry>();
    const byKey = new Map<string, Certificate>();
    for (const file of await filesIn(this.directory)) {
      const entry = await readEntry(file, this.#entries.get(file));
      if (entry === undefined) continue;
      entries.set(file, entry);
      if (entry.certificate !== undefined) byKey.set(entry.certificate.publicKey, entry.certificate);
    }
    this.#entries = entries;
    this.#byKey = byKey;
  }
}

async function filesIn(directory: string): Promise<string[]> {
  const found = await readdir(directory, { recursive: true, withFileTypes: true });
  return found
    .filter((item) => !item.isDirectory() && !item.name.endsWith('_secret'))
    .map((item) => join(item.parentPath, item.name));
}

/** `undefined` when the file has been removed in the meantime. */
async function readEntry(file: string, known: Entry | undefined): Promise<Entry | undefined> {
  try {
    const found = await stat(file);
    const { mtimeMs, ctimeMs, size, ino } = found;
    const stamp = [mtimeMs, ctimeMs, size, ino].join(' ');
    if (known?.stamp === stamp) return known;
    if (!found.isFile() || size > MAX_CERTIFICATE_BYTES) return { stamp, certificate: undefined };
    const text = await readRegularFile(file);
    return { stamp, certificate: text === undefined ? undefined : certificateIn(text) };
  } catch {
    return undefined;
  }
}

function certificateIn(text: string): Certificate | undefined {
  try {
    return Certificate.parse(text).public();
  } catch {
    return undefined;
  }
}

/** Drops names that are not valid names of ZMTP properties. */
function propertiesOf(metadata: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(metadata).filter(([name]) => /^[A-Za-z0-9\-_.+]{1,255}$/.test(name)));
}
