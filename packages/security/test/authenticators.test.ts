import { mkdtemp, rm, stat, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { AddressList, allOf, Certificate, CertificateStore, PasswordTable } from '../src/index.js';

const folder = await mkdtemp(join(tmpdir(), 'zeromq-ts-security-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

const request = (more: object) => ({ mechanism: 'CURVE' as const, domain: '', address: '127.0.0.1', ...more });

describe('a certificate', () => {
  it('is written to a public file and to a secret one that only its owner reads, and read again', async () => {
    const file = join(folder, 'alice.key');
    const made = Certificate.generate({ name: 'Alice "A"', email: "a@b.c; it's # hers" });
    await expect(made.save(file))
      .rejects.toThrow('both kinds of quotes')
      .catch(() => {});
    const certificate = Certificate.generate({ name: 'Alice "A"', email: 'a@b.c # hers' });
    await certificate.save(file);
    expect((await stat(`${file}_secret`)).mode & 0o777).toBe(0o600);
    expect(await readFile(file, 'utf8')).not.toContain(certificate.secretKey as string);
    const read = await Certificate.load(file);
    expect([read.publicKey, read.secretKey, read.metadata]).toEqual([
      certificate.publicKey,
      certificate.secretKey,
      certificate.metadata,
    ]);
    await rm(`${file}_secret`);
    expect((await Certificate.load(file)).secretKey).toBeUndefined();
  });

  it('A-15 does not show its secret key', () => {
    const certificate = Certificate.generate();
    expect(inspect(certificate, { showHidden: true, depth: 9 }) + JSON.stringify(certificate)).not.toContain(
      (certificate.secretKey as string).slice(0, 10),
    );
  });

  it.each(['', 'curve\n    public-key = "short"', 'curve\n    public-key = "', 'a b c', 'curve\n  secret-key = "x"'])(
    'is not %j',
    (text) => expect(() => Certificate.parse(text)).toThrow('no CURVE certificate'),
  );
});

describe('a store', () => {
  it('notices certificates that come, change and go', async () => {
    const directory = await mkdtemp(join(folder, 'store-'));
    const store = new CertificateStore(directory);
    const [alice, bob] = [Certificate.generate({ name: 'Alice' }), Certificate.generate()];
    expect(await store.authenticate(request({ publicKey: alice.publicKey }))).toMatchObject({
      refuse: expect.any(String),
    });
    await alice.save(join(directory, 'one.key'));
    await writeFile(join(directory, 'README'), 'nothing of it');
    expect(await store.authenticate(request({ publicKey: alice.publicKey }))).toEqual({
      userId: alice.publicKey,
      metadata: { name: 'Alice' },
    });
    await bob.savePublic(join(directory, 'one.key'));
    expect(await store.find(alice.publicKey)).toBeUndefined();
    expect((await store.list()).map(({ publicKey, secretKey }) => [publicKey, secretKey])).toEqual([
      [bob.publicKey, undefined],
    ]);
    await rm(join(directory, 'one.key'));
    expect(await store.list()).toEqual([]);
    await rm(directory, { recursive: true });
    await expect(store.list()).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('an address list', () => {
  it('knows addresses, subnets and local peers', () => {
    const list = new AddressList({ allow: ['10.0.0.0/8', '2001:db8::/32', '::1', 'local'], deny: ['10.6.6.6'] });
    for (const address of ['10.1.2.3', '2001:db8:1::1', '::1', '']) expect(list.allows(address), address).toBe(true);
    for (const address of ['10.6.6.6', '11.0.0.1', '2001:db9::1', 'x'])
      expect(list.allows(address), address).toBe(false);
    const denying = new AddressList({ deny: ['192.0.2.0/24', 'local'] });
    expect([denying.allows('192.0.2.7'), denying.allows(''), denying.allows('192.0.3.1')]).toEqual([
      false,
      false,
      true,
    ]);
    expect(new AddressList({ allow: [] }).allows('127.0.0.1')).toBe(false);
  });

  it.each(['10.0.0.0/33', '10.0.0', '::/129', 'example.org', '10.0.0.0/8/8', '10.0.0.0/', ''])('refuses %j', (rule) => {
    expect(() => new AddressList({ allow: [rule] })).toThrow('is no address');
  });
});

describe('a password table', () => {
  it('PL-11 A-27 lets in by name and password, and shows neither', () => {
    const table = new PasswordTable({ anna: 'horse', '': 'x', __proto__x: 'y' });
    const plain = (username: string, password: string) =>
      table.authenticate({ mechanism: 'PLAIN', domain: '', address: '', username, password });
    expect(plain('anna', 'horse')).toEqual({ userId: 'anna' });
    for (const [name, word] of [
      ['anna', 'horsE'],
      ['anna', ''],
      ['bert', 'horse'],
      ['constructor', 'x'],
      ['anna\0', 'horse'],
    ]) {
      expect(plain(name as string, word as string)).toMatchObject({ refuse: expect.any(String) });
    }
    expect(table.authenticate(request({}))).toMatchObject({ refuse: expect.any(String) });
    expect(inspect(table, { showHidden: true, depth: 9 })).not.toContain('horse');
    table.delete('anna');
    expect(table.matches('anna', 'horse')).toBe(false);
  });
});

describe('several authenticators', () => {
  it('let in whom all let in, by the name that one gives', async () => {
    const local = new AddressList({ allow: ['127.0.0.1'] });
    const both = allOf(
      local,
      () => ({ userId: 'anna' }),
      () => true,
    );
    expect(await both(request({}))).toEqual({ userId: 'anna' });
    expect(await both(request({ address: '10.0.0.1' }))).toMatchObject({ refuse: expect.any(String) });
    expect(await allOf(local, () => false)(request({}))).toBe(false);
    expect(await allOf()(request({}))).toBe(false);
  });
});
