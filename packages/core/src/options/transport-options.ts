/**
 * The options that transports bring, each with its rules in the transport's `options`. Transports add theirs, so that the
 * options of every socket are typed by the transports that are imported.
 *
 * ```ts ignore
 * declare module '@zeromq-ts/core' {
 *   interface TransportOptions {
 *     /** How long a message is under way, in milliseconds. Default 0. *\/
 *     readonly loopDelay?: number | undefined;
 *   }
 * }
 * ```
 */
export interface TransportOptions {}
