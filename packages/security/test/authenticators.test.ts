import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import type { AuthenticationAnswer } from '@zeromq-ts/core';
import { judge } from '@zeromq-ts/core/spi';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { AddressList, allOf, Certificate, CertificateStore, PasswordTable } from '../src/index.js';
import { readRegularFile } from '../src/certificate-file.js';

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
    (text) => expect(() => Certificate.parse(text)).toThrow('not a CURVE certificate'),
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
      signal: expect.any(AbortSignal),
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

describe('a directory that is not only of certificates', () => {
  const skip = process.platform === 'win32';

  it.skipIf(skip)('is read as far as it is of regular files of a bounded size', async () => {
    const directory = await mkdtemp(join(folder, 'odd-'));
    const [alice, linked] = [Certificate.generate(), Certificate.generate()];
    await alice.savePublic(join(directory, 'alice.key'));
    await linked.savePublic(join(folder, 'linked.key'));
    await symlink(join(folder, 'linked.key'), join(directory, 'linked.key'));
    execFileSync('mkfifo', [join(directory, 'fifo')]);
    await symlink(join(directory, 'fifo'), join(directory, 'link to a fifo'));
    await symlink('/dev/zero', join(directory, 'zero'));
    await symlink('/dev/tty', join(directory, 'tty'));
    await symlink('/nowhere', join(directory, 'dangling'));
    await symlink(directory, join(directory, 'itself'));
    await writeFile(join(directory, 'large'), `${' '.repeat(70_000)}\n`);
    const server = createServer().listen(join(directory, 'socket'));
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const keys = (await new CertificateStore(directory).list()).map(({ publicKey }) => publicKey);
    expect(keys.toSorted()).toEqual([alice.publicKey, linked.publicKey].toSorted());
  });

  it.skipIf(skip)('may have a pipe that comes between the look at it and the reading', async () => {
    const fifo = join(folder, 'late fifo');
    execFileSync('mkfifo', [fifo]);
    expect(await readRegularFile(fifo)).toBeUndefined();
  });

  it('is refused by name when a certificate is to be loaded from what never ends', async () => {
    await writeFile(join(folder, 'endless'), 'x'.repeat(70_000));
    await expect(Certificate.load(join(folder, 'endless'))).rejects.toMatchObject({
      code: 'EINVAL',
      message: expect.stringContaining('65536 bytes'),
    });
  });

  it.each([
    ['blanks in an unquoted value', (many: string) => `metadata\n    name = a${many}b`, ' '],
    ['blanks before a comment', (many: string) => `metadata\n    name = a${many}# c`, ' '],
    ['tabs and blanks', (many: string) => `metadata\n    name = a${many}b`, '\t '],
    ['comment signs', (many: string) => `metadata\n    name = a${many}`, ' #'],
    ['quotes', (many: string) => `metadata\n    name = ${many}`, '"'],
    ['carriage returns', (many: string) => `metadata\n    name = a${many}b`, '\r'],
    ['empty lines', (many: string) => `${many}metadata`, '\n'],
    ['blank lines', (many: string) => `${many}metadata`, ' \n'],
    ['equal signs', (many: string) => `metadata\n    name ${many}`, '='],
    ['a name', (many: string) => `metadata\n    ${many}!`, 'a'],
    ['blanks before a name', (many: string) => `metadata\n${many}!`, ' '],
  ])('A-15 is read in time in proportion to its length: %s', (_what, text, repeated) => {
    // The shortest of a few runs, and ten times the length: what is not linear takes a hundred times as long, or more.
    // What is counted is what this process computes, because others may compute in between.
    const long = text(repeated.repeat(128_000 / repeated.length));
    const short = text(repeated.repeat(12_800 / repeated.length));
    expect(shortest(() => parseSafely(long))).toBeLessThan(40 * (shortest(() => parseSafely(short)) + 1));
  });
});

function parseSafely(text: string): void {
  try {
    Certificate.parse(text);
  } catch {
    // What matters is how long it takes to say so.
  }
}

function shortest(run: () => void): number {
  return Math.min(
    ...Array.from({ length: 3 }, () => {
      const begun = process.cpuUsage();
      run();
      const { user, system } = process.cpuUsage(begun);
      return (user + system) / 1000;
    }),
  );
}

describe('saving', () => {
  it('the same file several times at once leaves both files of one certificate, and nothing else', async () => {
    const directory = await mkdtemp(join(folder, 'saving-'));
    const file = join(directory, 'key');
    const certificates = Array.from({ length: 8 }, (_, index) => Certificate.generate({ name: `of ${index}` }));
    await Promise.all(certificates.map((certificate) => certificate.save(file)));
    expect((await readdir(directory)).toSorted()).toEqual(['key', 'key_secret']);
    const whole = await Certificate.load(file);
    expect(certificates.map(({ publicKey }) => publicKey)).toContain(whole.publicKey);
    expect(Certificate.parse(await readFile(file, 'utf8')).publicKey).toBe(whole.publicKey);
    expect((await stat(`${file}_secret`)).mode & 0o777).toBe(0o600);
  });

  it('that fails leaves no draft behind', async () => {
    const directory = await mkdtemp(join(folder, 'failing-'));
    await mkdir(join(directory, 'key'));
    await expect(Certificate.generate().savePublic(join(directory, 'key'))).rejects.toThrow();
    expect(await readdir(directory)).toEqual(['key']);
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
    expect(() => new AddressList({ allow: [rule] })).toThrow('is not an address');
  });
});

describe('a password table', () => {
  it('PL-11 A-27 lets in by name and password, and shows neither', () => {
    const table = new PasswordTable({ anna: 'horse', '': 'x', __proto__x: 'y' });
    const plain = (username: string, password: string) =>
      table.authenticate({ mechanism: 'PLAIN', domain: '', address: '', username, password });
    expect(plain('anna', 'horse')).toEqual({ userId: 'anna', signal: expect.any(AbortSignal) });
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

describe('revoking', () => {
  const signalOf = (answer: AuthenticationAnswer): AbortSignal => (answer as { readonly signal: AbortSignal }).signal;

  it('a user name refuses it, and ends the connections that it has, and no others', () => {
    const table = new PasswordTable({ anna: 'horse', bert: 'cow' });
    const plain = (username: string, password: string) =>
      table.authenticate({ mechanism: 'PLAIN', domain: '', address: '', username, password });
    const [anna, bert] = [signalOf(plain('anna', 'horse')), signalOf(plain('bert', 'cow'))];
    table.delete('bert');
    expect([table.revoke('anna'), table.revoke('carl')]).toEqual([true, false]);
    expect([anna.aborted, bert.aborted]).toEqual([true, false]);
    expect(plain('anna', 'horse')).toMatchObject({ refuse: expect.any(String) });
    table.set('anna', 'donkey');
    expect(signalOf(plain('anna', 'donkey')).aborted).toBe(false);
    expect(table.revoke('bert')).toBe(false);
    expect(bert.aborted).toBe(true);
  });

  it('a key refuses it although its certificate is still there, and ends the connections that it has', async () => {
    const directory = await mkdtemp(join(folder, 'revoking-'));
    const store = new CertificateStore(directory);
    const certificate = Certificate.generate();
    const { publicKey } = certificate;
    await certificate.savePublic(join(directory, 'one.key'));
    const signal = signalOf(await store.authenticate(request({ publicKey })));
    const deciding = store.authenticate(request({ publicKey }));
    store.revoke(publicKey);
    expect(signal.aborted).toBe(true);
    for (const answer of [await deciding, await store.authenticate(request({ publicKey }))]) {
      expect(answer).toEqual({ refuse: 'its key was revoked' });
    }
  });

  it('of something that is no key is an error', () => {
    const store = new CertificateStore(folder);
    for (const wrong of ['', 'a name', Certificate.generate(), new Uint8Array(32)]) {
      expect(() => store.revoke(wrong as string)).toThrow(expect.objectContaining({ code: 'EINVAL' }));
    }
  });

  it('by any of several authenticators ends the connection', async () => {
    const [first, second] = [new AbortController(), new AbortController()];
    const both = allOf(
      () => ({ userId: 'anna', signal: first.signal }),
      () => ({ userId: 'berta', signal: second.signal }),
      () => true,
    );
    const answers = [await both(request({})), await both(request({}))];
    expect(answers[0]).toMatchObject({ userId: 'berta' });
    first.abort();
    expect(answers.map((answer) => signalOf(answer).aborted)).toEqual([true, true]);
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

  const yes = () => ({ userId: 'bob' });
  it.each<[what: string, answer: unknown]>([
    ['a name and a reason', { userId: 'mallory', refuse: 'is blocked' }],
    ['a name and an empty reason', { userId: 'mallory', refuse: '' }],
    ['a name and a reason that is no text', { userId: 'mallory', refuse: true }],
    ['a name and null', { userId: 'mallory', refuse: null }],
    ['a name that is none', { userId: 7 }],
    ['a name that is undefined', { userId: undefined }],
    ['a name that is too long', { userId: 'x'.repeat(256) }],
    ['metadata that is none', { userId: 'mallory', metadata: { 'no name': 'x' } }],
    ['a signal that is none', { userId: 'mallory', signal: new AbortController() }],
    ['nothing', undefined],
    ['null', null],
    ['a text', 'yes'],
    ['1', 1],
    ['an inherited reason', Object.assign(Object.create({ refuse: 'by its kind' }) as object, { userId: 'mallory' })],
  ])('A-40 refuse, wherever one answers %s', async (_what, answer) => {
    const odd = (() => answer) as () => AuthenticationAnswer;
    const all = [odd, allOf(odd), allOf(yes, odd), allOf(odd, yes), allOf(yes, allOf(odd, yes), () => true)];
    for (const callback of all) {
      expect(await judge(callback, request({}), 1000)).toMatchObject({ allowed: false });
    }
  });
});
