/**
 * The socket classes by type. Pattern packages add theirs, so that `createSocket` is typed by what is imported, and the
 * names of new types are known ({@link SocketTypeName}).
 *
 * ```ts ignore
 * declare module '@zeromq-ts/core' {
 *   interface SocketTypes {
 *     REQ: typeof ZMQRequest;
 *   }
 * }
 * ```
 */
export interface SocketTypes {}
