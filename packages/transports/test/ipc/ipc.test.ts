import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { connect, createServer } from 'node:net';
import { platform, tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { ipc as ipcTransport } from '../../src/ipc/index.js';
import { pairOver, Party } from '../stream/party.js';

const ipc = ipcTransport();

let directory: string;
let count = 0;
const fresh = (): string => join(directory, `s${count++}`);

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'ipc-test-'));
});
afterAll(() => {
  rmSync(directory, { recursive: true });
});

/** Leaves the file of a socket that nobody listens on, as a process that was killed does. */
async function leaveSocketFile(path: string): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(`${path}.live`, resolve));
  renameSync(`${path}.live`, path);
  await new Promise((resolve) => server.close(resolve));
}

/** Changes the folder for temporary files until the test is over. */
function takeTemporaryFolder(folder: string): void {
  const before = process.env['TMPDIR'];
  process.env['TMPDIR'] = folder;
  onTestFinished(() => {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  });
}

describe('ipc', () => {
  it('carries messages by a path, and removes the file when the listener closes', async () => {
    const path = fresh();
    const party = new Party('PULL');
    const [pull, push] = await pairOver(ipc, `ipc://${path}`, party, new Party('PUSH'));
    expect(party.listener?.endpoint).toBe(`ipc://${path}`);
    push.link.send('by path');
    await pull.until('the message', ({ texts }) => texts.length === 1);
    expect(existsSync(path)).toBe(true);
    await party.listener?.close();
    expect(existsSync(path)).toBe(false);
  });

  it('shows both ends the path as the address of the peer', async () => {
    const endpoint = `ipc://${fresh()}`;
    const [pull, push] = await pairOver(ipc, endpoint, new Party('PULL'), new Party('PUSH'));
    expect([pull.link.peer.address, push.link.peer.address]).toEqual([endpoint, endpoint]);
    expect(pull.link.peer).toMatchObject({ socketType: 'PUSH', mechanism: 'NULL' });
  });

  it('takes relative paths, and finds them though the working directory changes', async () => {
    const path = fresh();
    const endpoint = `ipc://${relative(process.cwd(), path)}`;
    const party = new Party('PULL');
    await pairOver(ipc, endpoint, party, new Party('PUSH'));
    expect(party.listener?.endpoint).toBe(endpoint);
    expect(existsSync(path)).toBe(true);
    await party.listener?.close();
    expect(existsSync(path)).toBe(false);
  });

  it('chooses a path in a directory of its own for *, and removes both (B-045, A-32)', async () => {
    const party = new Party('PULL');
    const real = await party.listen(ipc, 'ipc://*');
    const path = real.slice('ipc://'.length);
    expect(path).toMatch(/^\//);
    expect(statSync(path).isSocket()).toBe(true);
    expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
    const push = new Party('PUSH');
    push.dial(ipc, real);
    await push.upper();
    await party.listener?.close();
    expect(existsSync(dirname(path))).toBe(false);
  });

  it.runIf(platform() === 'linux')('takes abstract names, without a file (B-046)', async () => {
    const endpoint = `ipc://@transports-${process.pid}`;
    const party = new Party('PULL');
    const [pull, push] = await pairOver(ipc, endpoint, party, new Party('PUSH'));
    push.link.send('abstract');
    await pull.until('the message', ({ texts }) => texts.length === 1);
    expect(existsSync(endpoint.slice('ipc://'.length))).toBe(false);
    await expect(new Party('PULL').listen(ipc, endpoint)).rejects.toMatchObject({ code: 'EADDRINUSE', endpoint });
    await party.listener?.close();
    await new Party('PULL').listen(ipc, endpoint);
  });

  it('refuses a path that somebody listens on, who is not disturbed (B-041, A-32)', async () => {
    const path = fresh();
    const endpoint = `ipc://${path}`;
    const party = new Party('PULL');
    await party.listen(ipc, endpoint);
    await expect(new Party('PULL').listen(ipc, endpoint)).rejects.toMatchObject({ code: 'EADDRINUSE', endpoint });
    const other = createServer();
    const foreign = fresh();
    await new Promise<void>((resolve) => other.listen(foreign, resolve));
    await expect(new Party('PULL').listen(ipc, `ipc://${foreign}`)).rejects.toMatchObject({ code: 'EADDRINUSE' });
    expect(existsSync(foreign)).toBe(true);
    other.close();
    const push = new Party('PUSH');
    push.dial(ipc, endpoint);
    await push.upper();
  });

  it('takes a path whose file a dead process has left (A-32)', async () => {
    const path = fresh();
    await leaveSocketFile(path);
    const [pull, push] = await pairOver(ipc, `ipc://${path}`, new Party('PULL'), new Party('PUSH'));
    push.link.send('anew');
    await pull.until('the message', ({ texts }) => texts.length === 1);
  });

  it('binds and takes over paths that are as long as a socket address allows', async () => {
    const longest = platform() === 'linux' ? 107 : 103;
    const path = `${join(directory, 'deep').padEnd(longest - 2, 'd')}/s`;
    mkdirSync(dirname(path));
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(path, resolve));
    await expect(new Party('PULL').listen(ipc, `ipc://${path}`)).rejects.toMatchObject({ code: 'EADDRINUSE' });
    // Node removes the file by its name, which another has by then.
    renameSync(path, `${path.slice(0, -1)}t`);
    await new Promise((resolve) => server.close(resolve));
    renameSync(`${path.slice(0, -1)}t`, path);
    // Of its own: other programs of the machine make such folders, too.
    const temporary = mkdtempSync(join(directory, 't'));
    takeTemporaryFolder(temporary);
    const [pull, push] = await pairOver(ipc, `ipc://${path}`, new Party('PULL'), new Party('PUSH'));
    push.link.send('from afar');
    await pull.until('the message', ({ texts }) => texts.length === 1);
    expect(readdirSync(dirname(path))).toEqual(['s']);
    expect(readdirSync(temporary)).toEqual([]);
  });

  it('takes over a path though somebody has died who was about to', async () => {
    const path = fresh();
    await leaveSocketFile(path);
    const lock = join(directory, `.zmq-${statSync(path).ino.toString(36)}`);
    await leaveSocketFile(lock);
    await new Party('PULL').listen(ipc, `ipc://${path}`);
    expect(existsSync(lock)).toBe(false);
    expect(readdirSync(directory).filter((name) => name.startsWith('.zmq-'))).toEqual([]);
  });

  it('listens before there is anything at the path, so that nobody is refused', async () => {
    const path = fresh();
    const listening = new Party('PULL').listen(ipc, `ipc://${path}`);
    const refused: string[] = [];
    const state = { bound: false };
    void listening.then(() => (state.bound = true));
    while (!state.bound) {
      await new Promise<void>((resolve) => {
        const socket = connect(path, () => resolve(void socket.destroy()));
        socket.once('error', ({ code }: NodeJS.ErrnoException) => {
          refused.push(code ?? '');
          resolve();
        });
      });
    }
    expect(refused).not.toContain('ECONNREFUSED');
  });

  it('leaves alone what is no socket: files, directories, symbolic links (A-32)', async () => {
    const [file, link] = [fresh(), fresh()];
    writeFileSync(file, 'precious');
    symlinkSync(file, link);
    for (const path of [file, link, directory]) {
      const attempt = new Party('PULL').listen(ipc, `ipc://${path}`);
      await expect(attempt).rejects.toMatchObject({ name: 'ZMQError', code: 'EADDRINUSE' });
      await expect(attempt).rejects.toThrow(/not a socket/);
      expect(existsSync(path)).toBe(true);
    }
  });

  it('is ENOENT when the directory is not there, and can be bound when it is', async () => {
    const path = fresh();
    const endpoint = `ipc://${join(path, 'below')}`;
    await expect(new Party('PULL').listen(ipc, endpoint)).rejects.toMatchObject({ code: 'ENOENT', endpoint });
    mkdirSync(path);
    await new Party('PULL').listen(ipc, endpoint);
  });

  it('is ENAMETOOLONG when the path that is chosen is too long for the system (B-044)', async () => {
    const before = process.env['TMPDIR'];
    process.env['TMPDIR'] = join(directory, 'long'.repeat(30));
    try {
      await expect(new Party('PULL').listen(ipc, 'ipc://*')).rejects.toMatchObject({
        code: expect.stringMatching(/^(ENAMETOOLONG|ENOENT)$/),
      });
    } finally {
      if (before === undefined) delete process.env['TMPDIR'];
      else process.env['TMPDIR'] = before;
    }
  });

  it('binds in a deep directory when the folder for temporary files is deep, too, or is not there', async () => {
    const path = `${join(directory, 'deep').padEnd(100, 'd')}/s`;
    mkdirSync(dirname(path), { recursive: true });
    const folder = join(directory, 'temporary').padEnd(95, 't');
    mkdirSync(folder);
    for (const temporary of [folder, join(directory, 'missing')]) {
      takeTemporaryFolder(temporary);
      const around = readdirSync(directory);
      const pull = new Party('PULL');
      expect(await pull.listen(ipc, `ipc://${path}`)).toBe(`ipc://${path}`);
      expect(readdirSync(dirname(path))).toEqual(['s']);
      expect(readdirSync(directory)).toEqual(around);
      expect(readdirSync(folder)).toEqual([]);
      await pull.listener?.close();
    }
  });

  it('has failed when there is nobody, and can be tried again (E-10)', async () => {
    const path = fresh();
    const endpoint = `ipc://${path}`;
    const push = new Party('PUSH');
    push.dial(ipc, endpoint);
    const { error, kind, opened } = await push.failure();
    expect(error).toMatchObject({ name: 'ZMQError', code: expect.stringMatching(/^(ENOENT|ECONNREFUSED)$/), endpoint });
    expect([kind, opened]).toEqual(['unreachable', false]);
    await leaveSocketFile(path);
    push.dial(ipc, endpoint);
    expect(await push.failure(1)).toMatchObject({ kind: 'unreachable', error: { code: 'ECONNREFUSED' } });
    await new Party('PULL').listen(ipc, endpoint);
    push.dial(ipc, endpoint);
    await push.upper();
  });
});
