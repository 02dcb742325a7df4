/** What is listed; the list alone sets these. */
export interface Listed<T> {
  listed: boolean;
  older: T | undefined;
  newer: T | undefined;
}

/**
 * A list in the order in which its members came, the oldest first. Coming and going take O(1), and allocate nothing: nearly
 * every message of more than one read does both (docs/decisions/sets-in-the-path.md).
 *
 * ```
 *   oldest ⇄ … ⇄ newest
 * ```
 */
export class InOrderOfStart<T extends Listed<T>> {
  #oldest: T | undefined;
  #newest: T | undefined;

  /** Lists a member as the newest, if it is not listed yet. */
  add(member: T): void {
    if (member.listed) return;
    member.listed = true;
    member.older = this.#newest;
    if (this.#newest === undefined) this.#oldest = member;
    else this.#newest.newer = member;
    this.#newest = member;
  }

  /** Takes a member out, if it is listed. */
  delete(member: T): void {
    if (!member.listed) return;
    const { older, newer } = member;
    if (older === undefined) this.#oldest = newer;
    else older.newer = newer;
    if (newer === undefined) this.#newest = older;
    else newer.older = older;
    member.listed = false;
    // What leaves keeps nothing alive.
    member.older = undefined;
    member.newer = undefined;
  }

  /** The members, the oldest first. The list must not change meanwhile: take a copy. */
  *[Symbol.iterator](): IterableIterator<T> {
    for (let member = this.#oldest; member !== undefined; member = member.newer) yield member;
  }
}
