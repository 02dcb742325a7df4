// Stonehouse: everything is encrypted, clients know that the server is the right one, and every client is let in.
import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
import { curveKeyPair } from '@zeromq-ts/security';

const serverKeys = curveKeyPair();
const server = new ZMQPull(undefined, {
  curveServer: true,
  curveSecretKey: serverKeys.secretKey,
  // Said out loud: without it, the event `warning` tells that nobody judges the clients.
  authenticate: () => true,
});
const endpoint = await server.bind('tcp://127.0.0.1:*');

const clientKeys = curveKeyPair();
const client = new ZMQPush(endpoint, {
  curveServerKey: serverKeys.publicKey,
  curveSecretKey: clientKeys.secretKey,
});

await client.send('Hello');
console.log(`${await server.receive()}`);
console.log('Stonehouse test OK');
await Promise.all([client.close(), server.close()]);
