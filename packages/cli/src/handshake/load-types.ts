/** Registers the socket types that a handshake is made as. */
export async function loadTypes(): Promise<void> {
  await Promise.all([
    import('@zeromq-ts/dealerrouter'),
    import('@zeromq-ts/pubsub'),
    import('@zeromq-ts/pushpull'),
    import('@zeromq-ts/reqrep'),
  ]);
}
