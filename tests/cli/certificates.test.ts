// @module-tag built
import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { run } from '@zeromq-ts/cli';
import { Certificate, curvePublicKey } from '@zeromq-ts/security';
import { afterAll, describe, expect, it } from 'vitest';
import { assertBuilt } from '../../build/built-from.mjs';
import { preparePeers } from '../interop/peer-programs.js';
import { IN_PEACE, LineChild } from '../processes/line-child.js';
import { zmq } from './in-process.js';
import { PROGRAM } from './program.js';

const { programs, cleanUp } = await preparePeers();
const root = await mkdtemp(join(tmpdir(), 'zeromq-ts-cli-certificates-'));
afterAll(async () => {
  await cleanUp();
  await rm(root, { recursive: true, force: true });
});

/** Of util-linux: the one of BSD takes other arguments. */
const hasScript = process.platform === 'linux' && spawnSync('script', ['--version']).status === 0;

const place = (): Promise<string> => mkdtemp(join(root, 'case-'));
const modeOf = async (file: string): Promise<number> => (await stat(file)).mode & 0o777;

describe('zmq keygen', () => {
  it('XP-07 prints both keys, labelled or as JSON, when stdout is no terminal', async () => {
    const { code, stdout } = await zmq(['keygen']);
    const [, publicKey, secretKey] = /^public: (\S{40})\nsecret: (\S{40})\n$/.exec(stdout) ?? [];
    expect([code, curvePublicKey(secretKey as string)]).toEqual([0, publicKey]);
    const json = JSON.parse((await zmq(['keygen', '--json'])).stdout) as { publicKey: string; secretKey: string };
    expect(Object.keys(json)).toEqual(['publicKey', 'secretKey']);
    expect(curvePublicKey(json.secretKey)).toBe(json.publicKey);
  });

  it('XP-07 shows no secret on a terminal without --show-secret', async () => {
    const onTerminal = async (...flags: string[]): Promise<[number, string, string]> => {
      const [stdout, stderr] = [Object.assign(new PassThrough(), { isTTY: true }), new PassThrough()];
      const { signal } = new AbortController();
      const code = await run(['keygen', ...flags], { stdin: new PassThrough(), stdout, stderr, env: {}, signal });
      return [code, String(stdout.read() ?? ''), String(stderr.read() ?? '')];
    };
    const [code, said, complaint] = await onTerminal();
    expect([code, said]).toEqual([2, '']);
    expect(complaint).toContain('--show-secret');
    expect(await onTerminal('--show-secret')).toEqual([0, expect.stringMatching(/^public: .*\nsecret: .*\n$/), '']);
  });

  it.skipIf(!hasScript)(`XP-07 nor on a real one${hasScript ? '' : ' (skipped: there is no script)'}`, async () => {
    assertBuilt();
    const onTerminal = (line: string): string =>
      spawnSync('script', ['-qec', `"${process.execPath}" "${PROGRAM}" ${line}`, '/dev/null'], { encoding: 'utf8' })
        .stdout;
    expect(onTerminal('keygen')).toMatch(/error:.*The secret key would be shown/);
    expect(onTerminal('keygen --show-secret')).toMatch(/^public: \S{40}\r\nsecret: \S{40}\r\n$/);
  });

  it('XP-07 XA-05 writes FILE and FILE_secret, mode 0644 and 0600, and prints no secret', async () => {
    const file = join(await place(), 'me.key');
    const { code, stdout, stderr } = await zmq(['keygen', '--out', file, '--meta', 'name=Anna', '--meta', 'note=a=b']);
    const { publicKey, secretKey, metadata } = await Certificate.load(file);
    expect(code).toBe(0);
    expect(metadata).toEqual({ name: 'Anna', note: 'a=b' });
    expect(stdout).toContain(publicKey);
    expect(`${stdout}${stderr}`).not.toContain(secretKey);
    expect([await modeOf(file), await modeOf(`${file}_secret`)]).toEqual([0o644, 0o600]);
    expect(await readFile(file, 'utf8')).not.toContain('secret-key');
  });

  it('XP-07 XA-05 replaces nothing unless it is told to, and leaves nothing behind', async () => {
    for (const there of ['me.key', 'me.key_secret']) {
      const folder = await place();
      const file = join(folder, 'me.key');
      await writeFile(join(folder, there), 'mine');
      const { code, stderr } = await zmq(['keygen', '--out', file]);
      expect([code, stderr]).toEqual([1, expect.stringContaining('--force')]);
      expect(await readdir(folder)).toEqual([there]);
      expect(await readFile(join(folder, there), 'utf8')).toBe('mine');
      expect((await zmq(['keygen', '--out', file, '--force'])).code).toBe(0);
      expect((await readdir(folder)).toSorted()).toEqual(['me.key', 'me.key_secret']);
    }
  });

  it('XA-05 does not write through a symbolic link', async () => {
    const folder = await place();
    const victim = join(folder, 'victim');
    for (const force of [[], ['--force']]) {
      await writeFile(victim, 'untouched');
      await rm(join(folder, 'me.key_secret'), { force: true });
      await symlink(victim, join(folder, 'me.key_secret'));
      await zmq(['keygen', '--out', join(folder, 'me.key'), ...force]);
      expect(await readFile(victim, 'utf8')).toBe('untouched');
    }
  });

  it('XP-07 refuses what it would not use', async () => {
    expect(await zmq(['keygen', '--meta', 'name=Anna'])).toMatchObject({ code: 2 });
    const file = join(await place(), 'me.key');
    expect(await zmq(['keygen', '--out', file, '--meta', 'Anna'])).toMatchObject({ code: 2 });
    expect(await zmq(['keygen', '--out', join(root, 'nowhere', 'me.key')])).toMatchObject({ code: 1 });
  });
});

describe('zmq cert', () => {
  it('XP-07 makes, shows, and makes public', async () => {
    const folder = await place();
    const file = join(folder, 'anna.key');
    expect((await zmq(['cert', 'new', file, '--meta', 'name=\u001b]0;me\u0007'])).code).toBe(0);
    const { publicKey, secretKey } = await Certificate.load(file);
    const shown = await zmq(['cert', 'show', file]);
    expect(shown).toMatchObject({ code: 0, stderr: '' });
    expect(shown.stdout).toBe(`public: ${publicKey}\nsecret: there, not shown\nname:   \\x1b]0;me\\x07\n`);
    const { stdout } = await zmq(['cert', 'show', file, '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ publicKey, hasSecretKey: true });
    expect(stdout).not.toContain(secretKey);
    expect(await zmq(['cert', 'public', file])).toMatchObject({ code: 0, stdout: `${publicKey}\n` });

    const forAll = join(folder, 'for-all.key');
    expect((await zmq(['cert', 'public', file, '--out', forAll])).code).toBe(0);
    expect(await Certificate.load(forAll)).toMatchObject({ publicKey, secretKey: undefined });
    expect((await zmq(['cert', 'public', file, '--out', forAll])).code).toBe(1);
    expect((await readdir(folder)).toSorted()).toEqual(['anna.key', 'anna.key_secret', 'for-all.key']);
    expect((await zmq(['cert', 'show', forAll])).stdout).toContain('secret: not there');
  });

  it('XC-09 warns when others can read the secret file', async () => {
    const file = join(await place(), 'open.key');
    await Certificate.generate().save(file);
    await writeFile(`${file}_secret`, await readFile(`${file}_secret`), { mode: 0o600 });
    const { chmod } = await import('node:fs/promises');
    await chmod(`${file}_secret`, 0o640);
    expect((await zmq(['cert', 'show', file])).stderr).toMatch(/warning: others can read .*0640/);
    // Also when that file is the one that is named.
    expect((await zmq(['cert', 'show', `${file}_secret`])).stderr).toMatch(/0640/);
  });

  it('XA-01 XA-03 says what is wrong with a file, and nothing of its content', async () => {
    const file = join(await place(), 'bad.key');
    await writeFile(file, 'curve\n    secret-key = "not a key at all\n');
    const { code, stderr } = await zmq(['cert', 'show', file]);
    expect(code).toBe(2);
    expect(stderr).not.toContain('not a key');
    expect(await zmq(['cert', 'show', join(root, 'nothing')])).toMatchObject({ code: 1 });
    expect(await zmq(['cert', 'show'])).toMatchObject({ code: 2, stderr: expect.stringContaining('FILE') });
  });
});

describe.each(programs)('certificates and $name', (program) => {
  const { name, command, args, missing } = program;
  const why = missing === undefined ? '' : ` (skipped: ${missing})`;

  it.skipIf(missing !== undefined)(
    `XP-07 reads what zmq keygen has written, and zmq cert shows its own${why}`,
    async () => {
      const folder = await place();
      const ask = async (action: 'write' | 'read', file: string, word: string): Promise<string> => {
        const child = new LineChild(name, command, [...args, 'CERTIFICATE', action, file]);
        const said = await child.said(word);
        expect(await child.ended).toEqual(IN_PEACE);
        return said;
      };
      const ours = join(folder, 'ours.key');
      await zmq(['keygen', '--out', ours, '--meta', 'name=Our Owner']);
      const { publicKey, secretKey } = await Certificate.load(ours);
      const [theirPublic, theirSecret] = (await ask('read', ours, 'READ')).split(' ');
      expect([theirPublic, theirSecret]).toEqual([publicKey, secretKey]);

      const theirs = join(folder, 'theirs.key');
      await ask('write', theirs, 'WRITTEN');
      const { stdout } = await zmq(['cert', 'show', theirs]);
      expect(stdout).toContain((await Certificate.load(theirs)).publicKey);
      expect(stdout).toMatch(/^name: +Their Owner$/m);
    },
  );
});
