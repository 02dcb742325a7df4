import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { AuthenticationAnswer, AuthenticationRequest, Authenticator } from '@zeromq-ts/core';

/**
 * User names and passwords of the peers that may connect with PLAIN. Passwords are compared in constant time, whether
 * or not the name exists. They are stored as keyed digests, and cannot be read back.
 *
 * @example
 * ```ts ignore
 * new ZMQReply('ipc:///run/service', { plainServer: true, authenticate: new PasswordTable({ anna: 'correct horse' }) });
 * ```
 */
export class PasswordTable implements Authenticator {
  readonly #key = randomBytes(32);
  readonly #digests = new Map<string, Buffer>();
  readonly #nobody = randomBytes(32);

  constructor(passwords: Readonly<Record<string, string>> | Iterable<readonly [name: string, password: string]> = {}) {
    const entries = Symbol.iterator in passwords ? passwords : Object.entries(passwords);
    for (const [name, password] of entries as Iterable<readonly [string, string]>) this.set(name, password);
  }

  /** Adds a user name, or changes its password. */
  set(name: string, password: string): void {
    this.#digests.set(name, this.#digest(password));
  }

  /** Removes a user name. @returns whether it existed. */
  delete(name: string): boolean {
    return this.#digests.delete(name);
  }

  /** Whether this is the password of that user. */
  matches(name: string, password: string): boolean {
    const known = this.#digests.get(name);
    const equal = timingSafeEqual(this.#digest(password), known ?? this.#nobody);
    return equal && known !== undefined;
  }

  authenticate({ mechanism, username, password }: AuthenticationRequest): AuthenticationAnswer {
    if (mechanism !== 'PLAIN' || username === undefined || password === undefined) {
      return { refuse: 'it has no user name and password: it does not use PLAIN' };
    }
    return this.matches(username, password) ? { userId: username } : { refuse: 'its name or password is wrong' };
  }

  #digest(password: string): Buffer {
    return createHmac('sha256', this.#key).update(password, 'utf8').digest();
  }
}
