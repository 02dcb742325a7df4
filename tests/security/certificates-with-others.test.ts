import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Certificate, CertificateStore, curvePublicKey } from '@zeromq-ts/security';
import { afterAll, describe, expect, it } from 'vitest';
import { preparePeers } from '../interop/peer-programs.js';
import { IN_PEACE, LineChild } from '../processes/line-child.js';

const { programs, cleanUp } = await preparePeers();
const folder = await mkdtemp(join(tmpdir(), 'zeromq-ts-certificates-'));

afterAll(async () => {
  await cleanUp();
  await rm(folder, { recursive: true, force: true });
});

describe.each(programs)('certificates and $name', (program) => {
  const { name, command, args, missing } = program;
  const why = missing === undefined ? '' : ` (skipped: ${missing})`;

  async function ask(action: 'write' | 'read', file: string, word: string): Promise<string> {
    const child = new LineChild(name, command, [...args, 'CERTIFICATE', action, file]);
    const said = await child.said(word);
    expect(await child.ended).toEqual(IN_PEACE);
    return said;
  }

  it.skipIf(missing !== undefined)(`that it has written are read, by themselves and in a store${why}`, async () => {
    const theirs = await mkdtemp(join(folder, 'theirs-'));
    const file = join(theirs, 'them.key');
    await ask('write', file, 'WRITTEN');
    const certificate = await Certificate.load(file);
    expect(certificate.metadata).toMatchObject({ name: 'Their Owner' });
    expect(certificate.publicKey).toBe(curvePublicKey(certificate.secretKey as string));
    expect(await readFile(`${file}_secret`, 'utf8')).toContain(certificate.secretKey);
    const store = new CertificateStore(theirs);
    // pyzmq says in the secret file alone whose it is.
    const metadata = name === 'czmq' ? { name: 'Their Owner' } : {};
    expect(await store.find(certificate.publicKey)).toMatchObject({ metadata, secretKey: undefined });
    expect(await store.list()).toHaveLength(1);
  });

  it.skipIf(missing !== undefined)(`that we have written are read by it${why}`, async () => {
    // Keys may have what means something in these files, too.
    for (let round = 0; round < 8; round++) {
      const file = join(folder, `${name}-${round}.key`);
      const certificate = Certificate.generate({ name: 'Our Owner', email: 'owner@example.org' });
      await certificate.save(file);
      const [publicKey, secretKey, ...owner] = (await ask('read', file, 'READ')).split(' ');
      expect([publicKey, secretKey]).toEqual([certificate.publicKey, certificate.secretKey]);
      // pyzmq gives the keys alone.
      if (name === 'czmq') expect(owner.join(' ')).toBe('Our Owner');
    }
  });
});
