import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ZMQPull } from '@zeromq-ts/pushpull';
import { afterAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { COMMANDS } from '../../packages/cli/src/commands/index.js';
import { knownFlags } from '../../packages/cli/src/config/settings.js';
import { type Outcome, zmq as run } from './in-process.js';

const root = await mkdtemp(join(tmpdir(), 'zeromq-ts-contexts-'));
afterAll(() => rm(root, { recursive: true, force: true }));

let home = root;
beforeEach(async () => {
  home = await mkdtemp(join(root, 'home-'));
});

const folder = (): string => join(home, 'zmq');
const contextFile = (name: string): string => join(folder(), 'contexts', `${name}.json`);

/** Runs a command line as a user with this home. */
function zmq(argv: readonly string[], env: Record<string, string> = {}): Promise<Outcome> {
  return run(argv, { env: { XDG_CONFIG_HOME: home, ...env } });
}

async function write(file: string, content: string): Promise<void> {
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(file, content, { mode: 0o600 });
}

/** What `zmq config probe` says of a flag, and where it is from. */
async function explained(flag: string, argv: readonly string[] = [], env = {}): Promise<string | undefined> {
  const { stdout, stderr } = await zmq(['config', 'probe', '--explain', ...argv], env);
  expect(stderr).toBe('');
  return stdout.split('\n').find((line) => line.startsWith(`--${flag}=`));
}

describe('XG-14 the values of flags', () => {
  it('come from the environment before the context before the file of the user before the default', async () => {
    expect(await explained('timeout')).toBe('--timeout=3000  (default)');
    await write(join(folder(), 'config.json'), '{ "timeout": "4s", "color": "never" }');
    expect(await explained('timeout')).toBe(`--timeout=4000  (user file: ${folder()}/config.json)`);
    await zmq(['context', 'save', 'lab', '--set', 'timeout=5s']);
    expect(await explained('timeout')).toContain('4000');
    expect(await explained('timeout', ['--context', 'lab'])).toBe(`--timeout=5000  (context: ${contextFile('lab')})`);
    expect(await explained('timeout', [], { ZMQ_CONTEXT: 'lab' })).toContain('5000');
    await zmq(['context', 'select', 'lab']);
    expect(await explained('timeout')).toContain('5000');
    expect(await explained('timeout', ['--context', 'none'])).toContain('4000');
    expect(await explained('timeout', [], { ZMQ_TIMEOUT: '6s' })).toBe('--timeout=6000  (environment: ZMQ_TIMEOUT)');
    expect(await explained('color')).toContain('never');
  });

  it('are what a command uses, and a flag comes before all of them', async () => {
    const server = createServer(() => {});
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    await write(join(folder(), 'config.json'), '{ "timeout": "1ms" }');
    const silent = `tcp://127.0.0.1:${port}`;
    expect(await zmq(['probe', silent])).toMatchObject({ code: expect.toSatisfy((code) => code === 3 || code === 4) });
    expect(await zmq(['probe', silent, '-t', '50ms'])).toMatchObject({ code: 3 });
  });

  it('are shown without a command where they are no defaults, and as JSON', async () => {
    await write(join(folder(), 'config.json'), '{ "timeout": 250, "bare": true }');
    const { stdout } = await zmq(['config', '--json', '--explain'], { ZMQ_COLOR: 'always' });
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(lines).toMatchObject([
      { source: 'user file', file: `${folder()}/config.json` },
      { flag: 'bare', value: true, source: 'user file' },
      { flag: 'color', value: 'always', source: 'environment' },
      { flag: 'timeout', value: 250, source: 'user file' },
    ]);
    expect(await zmq(['config', 'nothing'])).toMatchObject({ code: 2 });
  });

  it('XA-08 are not read from the current folder, unless --config says so', async () => {
    const current = await mkdtemp(join(root, 'project-'));
    for (const name of ['config.json', '.zmqrc', 'zmq/config.json', '.config/zmq/config.json']) {
      await write(join(current, name), '{ "timeout": "9s" }');
    }
    const before = process.cwd();
    process.chdir(current);
    try {
      expect(await explained('timeout')).toContain('default');
      // A relative path there is none.
      expect(await explained('timeout', [], { XDG_CONFIG_HOME: 'zmq', HOME: '.' })).toContain('default');
      expect(await explained('timeout', ['--config', 'config.json'])).toContain('9000');
    } finally {
      process.chdir(before);
    }
  });

  it('do not stop --help, nor what mends them', async () => {
    await write(join(folder(), 'config.json'), 'broken');
    expect(await zmq(['probe', 'tcp://127.0.0.1:1'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('is not JSON'),
    });
    expect(await zmq(['probe', '--help'])).toMatchObject({ code: 0 });
    expect(await zmq(['context', 'ls'])).toMatchObject({ code: 0, stderr: '' });
    expect(await zmq(['version'])).toMatchObject({ code: 0 });
  });
});

describe('XM-16 a file', () => {
  const probe = (...flags: string[]): Promise<Outcome> => zmq(['probe', 'udp://h:1', ...flags]);

  it('that is not JSON, or has the wrong shape, is an error with its path', async () => {
    const file = join(folder(), 'config.json');
    for (const content of [
      '{',
      '[]',
      '"text"',
      '{ "timeout": "soon" }',
      '{ "timeout": [1, 2] }',
      '{ "timeout": {} }',
      '',
    ]) {
      await write(file, content);
      const { code, stderr } = await probe();
      expect([code, content, stderr]).toEqual([2, content, expect.stringContaining(file)]);
    }
    await write(contextFile('lab'), '{ "endpoints": "tcp://h:1" }');
    await write(file, '{}');
    expect(await probe('--context', 'lab')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(contextFile('lab')),
    });
    expect(await probe('--config', join(home, 'nothing'))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('There is no file'),
    });
  });

  it('XA-03 is not quoted in an error', async () => {
    await write(join(folder(), 'config.json'), '{ "a": hunter2 }');
    const { stderr } = await probe('--debug');
    expect(stderr).toMatch(/is not JSON/);
    expect(stderr).not.toContain('hunter2');
  });

  it('with a member that nothing knows is read, with a warning', async () => {
    await write(join(folder(), 'config.json'), '{ "tiemout": "2s", "__proto__": "x", "timeout": "7s" }');
    const { stdout, stderr } = await zmq(['config', 'probe']);
    expect(stderr).toMatch(/warning: .*config\.json sets "tiemout"/);
    expect(stderr).toContain('"__proto__"');
    expect(stdout).toContain('--timeout=7000');
    await write(contextFile('lab'), '{ "endpoint": [], "flags": {} }');
    expect((await zmq(['context', 'show', 'lab'])).stderr).toMatch(/warning: .*has "endpoint"/);
  });

  it('is followed through a symbolic link inside the folder of contexts, and not out of it', async () => {
    await zmq(['context', 'save', 'lab', 'tcp://127.0.0.1:5555']);
    await symlink(contextFile('lab'), contextFile('inside'));
    expect((await zmq(['context', 'show', 'inside'])).stdout).toBe('tcp://127.0.0.1:5555\n');
    await write(join(home, 'elsewhere.json'), '{}');
    await symlink(join(home, 'elsewhere.json'), contextFile('outside'));
    expect(await zmq(['context', 'show', 'outside'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('symbolic link'),
    });
  });

  it('that others can write is a warning, and an error with --strict-permissions', async () => {
    await zmq(['context', 'save', 'lab']);
    await chmod(contextFile('lab'), 0o666);
    expect(await zmq(['context', 'show', 'lab'])).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('others can write'),
    });
    expect(await zmq(['context', 'show', 'lab', '--strict-permissions'])).toMatchObject({ code: 5 });
    expect(await zmq(['context', 'show', 'lab'], { ZMQ_STRICT_PERMISSIONS: '1' })).toMatchObject({ code: 5 });
  });
});

describe('XG-15 zmq context', () => {
  it('saves, lists, shows, selects, goes back, and removes', async () => {
    expect(
      await zmq(['context', 'save', 'a', 'tcp://127.0.0.1:1', '@tcp://127.0.0.1:2', '--set', 'timeout=2s']),
    ).toMatchObject({ code: 0, stdout: '', stderr: '' });
    await zmq(['context', 'save', 'b']);
    expect((await zmq(['context', 'ls'])).stdout).toBe('  a\n  b\n');
    expect((await zmq(['context', 'show', 'a'])).stdout).toBe('tcp://127.0.0.1:1\n@tcp://127.0.0.1:2\n--timeout=2s\n');
    await zmq(['context', 'select', 'a']);
    await zmq(['context', 'select', 'b']);
    expect((await zmq(['context', 'ls'])).stdout).toBe('  a\n* b\n');
    expect((await zmq(['context', 'previous'])).stderr).toBe('selected a\n');
    expect((await zmq(['context', 'ls', '--json'])).stdout).toBe(
      '{"name":"a","selected":true}\n{"name":"b","selected":false}\n',
    );
    expect(JSON.parse((await zmq(['context', 'show', '--json'])).stdout)).toEqual({
      name: 'a',
      endpoints: ['tcp://127.0.0.1:1', '@tcp://127.0.0.1:2'],
      flags: { timeout: '2s' },
    });
    await zmq(['context', 'rm', 'a']);
    expect((await zmq(['context', 'ls'])).stdout).toBe('  b\n');
    await zmq(['context', 'select', 'b']);
    await zmq(['context', 'unselect']);
    expect((await zmq(['context', 'show'])).code).toBe(2);
  });

  it('XA-05 writes files for the owner alone, and none that a name leads elsewhere', async () => {
    await zmq(['context', 'save', 'a']);
    expect((await stat(contextFile('a'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder(), 'contexts'))).mode & 0o777).toBe(0o700);
    for (const name of ['../a', 'a/b', '.a', '', 'none', 'a'.repeat(65), 'a\n']) {
      expect(await zmq(['context', 'save', '--', name])).toMatchObject({ code: 2 });
    }
    expect(await readdir(join(folder(), 'contexts'))).toEqual(['a.json']);
  });

  it('replaces one only with --force', async () => {
    await zmq(['context', 'save', 'a', 'tcp://127.0.0.1:1']);
    expect(await zmq(['context', 'save', 'a'])).toMatchObject({ code: 2, stderr: expect.stringContaining('--force') });
    expect((await zmq(['context', 'show', 'a'])).stdout).not.toBe('');
    expect(await zmq(['context', 'save', 'a', '--force'])).toMatchObject({ code: 0 });
    expect((await zmq(['context', 'show', 'a'])).stdout).toBe('');
  });

  it('XA-03 keeps only flags that hold no secret, and the path of a file as an absolute one', async () => {
    for (const setting of ['password=x', 'option=curveSecretKey=x', 'exec=rm', 'timeout', '=x', 'timeout=soon']) {
      expect(await zmq(['context', 'save', 'a', '--set', setting])).toMatchObject({ code: 2 });
    }
    const names = [...knownFlags(COMMANDS.map(({ definition }) => definition)).keys()];
    expect(names.filter((name) => /secret|password/.test(name) && !name.endsWith('-file'))).toEqual([]);
    await zmq(['context', 'save', 'a', '--set', 'project=here']);
    expect((await zmq(['context', 'show', 'a'])).stdout).toBe(`--project=${process.cwd()}/here\n`);
  });

  it('gives its endpoints to a command that is called without', async () => {
    const pull = new ZMQPull();
    onTestFinished(() => pull.close());
    const endpoint = await pull.bind('tcp://127.0.0.1:*');
    await zmq(['context', 'save', 'lab', endpoint]);
    expect(await zmq(['probe', '--context', 'lab'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('PULL'),
    });
    await zmq(['context', 'select', 'lab']);
    expect(await zmq(['probe'])).toMatchObject({ code: 0 });
    expect(await zmq(['probe', '--context', 'none'])).toMatchObject({ code: 2 });
    await rm(contextFile('lab'));
    expect(await zmq(['probe'])).toMatchObject({ code: 2, stderr: expect.stringContaining('zmq context unselect') });
  });

  it('validate probes each endpoint, and ends with 8 when one is not there', async () => {
    const pull = new ZMQPull();
    onTestFinished(() => pull.close());
    await zmq(['context', 'save', 'good', await pull.bind('tcp://127.0.0.1:*'), '@tcp://127.0.0.1:9']);
    const { code, stdout } = await zmq(['context', 'validate']);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^ok {3}good .*PULL\nskip good .*is to be bound\n$/)]);
    await zmq(['context', 'save', 'gone', `ipc://${home}/nobody`]);
    await write(contextFile('broken'), '{');
    const all = await zmq(['context', 'validate']);
    expect(all.code).toBe(8);
    expect(all.stdout).toMatch(/^fail broken .*is not JSON/m);
    expect(all.stdout).toMatch(/^fail gone .*nobody listens there/m);
    expect((await zmq(['context', 'validate', 'good'])).code).toBe(0);
  });

  it('edit replaces a context by what the editor has written, if it is one', async () => {
    await zmq(['context', 'save', 'a', 'tcp://127.0.0.1:1']);
    const editor = join(home, 'editor.mjs');
    const program = (text: string): string =>
      `import { writeFileSync } from 'node:fs'; writeFileSync(process.argv.at(-1), ${JSON.stringify(text)});`;
    const env = { EDITOR: `${process.execPath} ${editor}`, PATH: process.env['PATH'] ?? '' };
    for (const wrong of ['{', '{ "flags": { "nothing": 1 } }', '{ "other": 1 }']) {
      await writeFile(editor, program(wrong));
      expect(await zmq(['context', 'edit', 'a'], env)).toMatchObject({ code: 2 });
      expect((await zmq(['context', 'show', 'a'])).stdout).toBe('tcp://127.0.0.1:1\n');
    }
    await writeFile(editor, program('{ "endpoints": ["ipc:///tmp/b"] }'));
    expect(await zmq(['context', 'edit', 'a'], env)).toMatchObject({ code: 0, stderr: '' });
    expect((await zmq(['context', 'show', 'a'])).stdout).toBe('ipc:///tmp/b\n');
    await writeFile(editor, 'process.exitCode = 1;');
    expect(await zmq(['context', 'edit', 'a'], env)).toMatchObject({ code: 9 });
    expect(await readFile(contextFile('a'), 'utf8')).toContain('ipc:///tmp/b');
  });

  it('XP-13 completes names of contexts', async () => {
    await zmq(['context', 'save', 'staging']);
    await zmq(['context', 'save', 'production']);
    for (const words of [
      ['probe', '--context', ''],
      ['context', 'select', ''],
      ['context', 'validate', ''],
    ]) {
      const { code, stdout } = await zmq(['complete', '--', ...words]);
      expect([code, stdout]).toEqual([0, expect.stringMatching(/^production\b[^]*^staging\b/m)]);
    }
    expect((await zmq(['complete', '--', 'probe', '--context', 'st'])).stdout).not.toContain('production');
    expect((await zmq(['complete', '--', 'context', 'save', '--f'])).stdout).toContain('--force');
    expect((await zmq(['complete', '--', 'context', 's'])).stdout).toMatch(/^save\b[^]*^select\b/m);
    expect((await zmq(['complete', '--', 'con'])).stdout.match(/^context\b/gm)).toHaveLength(1);
  });

  it('needs a folder', async () => {
    expect(await run(['context', 'ls'])).toMatchObject({ code: 2, stderr: expect.stringContaining('HOME') });
    expect(await run(['probe', 'udp://h:1', '--context', 'a'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('HOME'),
    });
  });
});
