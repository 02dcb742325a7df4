/**
 * What stands between two endpoints of a list: a comma, but only where the next endpoint begins after it, with its
 * prefix, if any, and its protocol. So a comma in an ipc path or an inproc name is no separator (in CZMQ every comma is).
 *
 * @example
 * ```ts
 * 'ipc:///tmp/a,b, >tcp://c:1'.split(SEPARATOR); // ['ipc:///tmp/a,b', '>tcp://c:1']
 * ```
 */
export const SEPARATOR: RegExp = /,\s*(?=[@>]?[A-Za-z][A-Za-z0-9+.-]*:\/\/)/;
