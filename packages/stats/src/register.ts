/**
 * Exposes the figures of all sockets of a program that does not import this package:
 *
 * ```sh
 * node --import @zeromq-ts/stats/register server.js
 * ```
 */
import { exposeUnasked } from './stats.js';

exposeUnasked('default');
