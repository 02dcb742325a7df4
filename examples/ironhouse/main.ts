// Ironhouse: as stonehouse, and only clients whose certificate the server has are let in.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
import { Certificate, CertificateStore } from '@zeromq-ts/security';

const clients = await mkdtemp(join(tmpdir(), 'ironhouse-'));
const serverCertificate = Certificate.generate({ name: 'server' });
const known = Certificate.generate({ name: 'Alice' });
const unknown = Certificate.generate({ name: 'Mallory' });
await known.savePublic(join(clients, 'alice.cert'));

const server = new ZMQPull(undefined, {
  ...serverCertificate.server(),
  authenticate: new CertificateStore(clients),
});
server.on('handshake-succeeded', ({ peer }) => console.log(`let in: ${peer?.metadata?.get('name') ?? 'a client'}`));
const refused = new Promise<void>((resolve) => {
  server.on('handshake-failed', ({ status, reason }) => {
    console.log(`refused (${status}): ${reason}`);
    resolve();
  });
});
const endpoint = await server.bind('tcp://127.0.0.1:*');

const alice = new ZMQPush(endpoint, known.client(serverCertificate));
await alice.send('Hello');
console.log(`${await server.receive()}`);

const mallory = new ZMQPush(endpoint, unknown.client(serverCertificate));
const attempt = mallory.connected({ timeout: 5000 }).catch(() => {});
await refused;
console.log('Ironhouse test OK');

await Promise.all([alice.close(), mallory.close({ linger: 0 }), server.close(), attempt]);
await rm(clients, { recursive: true });
