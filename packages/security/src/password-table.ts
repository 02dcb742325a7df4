import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { AuthenticationAnswer, AuthenticationRequest, Authenticator } from '@zeromq-ts/core';
import { Revocations } from './revocations.js';

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
  readonly #revocations = new Revocations();

  constructor(passwords: Readonly<Record<string, string>> | Iterable<readonly [name: string, password: string]> = {}) {
    const entries = Symbol.iterator in passwords ? passwords : Object.entries(passwords);
    for (const [name, password] of entries as Iterable<readonly [string, string]>) this.set(name, password);
  }

  /** Adds a user name, or changes its password; connections that it has stay. */
  set(name: string, password: string): void {
    this.#digests.set(name, this.#digest(password));
  }

  /** Removes a user name; connections that it has stay. @returns whether it existed. */
  delete(name: string): boolean {
    return this.#digests.delete(name);
  }

  /**
   * Removes a user name, and ends the connections that it has, on the engine `zmtp`. The peers connect again, and are
   * refused.
   *
   * @returns whether it existed.
   */
  revoke(name: string): boolean {
    const existed = this.delete(name);
    this.#revocations.revoke(name);
    return existed;
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
    if (!this.matches(username, password)) return { refuse: 'its name or password is wrong' };
    return { userId: username, signal: this.#revocations.signalOf(username) };
  }

  #digest(password: string): Buffer {
    return createHmac('sha256', this.#key).update(password, 'utf8').digest();
  }
}
