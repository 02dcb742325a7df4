import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { bound, zmq } from './in-process.js';

const PACKAGE = join(import.meta.dirname, '../../packages/cli');
const SOURCES = readdirSync(join(PACKAGE, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => ({ file, text: readFileSync(join(PACKAGE, 'src', file), 'utf8') }));

describe('XN-08 run', () => {
  it('has streams, an environment and a signal of its own: several commands run in one process', async () => {
    const before = [process.exitCode, process.env['ZMQ_COUNT']];
    const pulls = await Promise.all(
      ['1', '2'].map((count) => bound(['pull', 'tcp://127.0.0.1:*'], { env: { ZMQ_COUNT: count } })),
    );
    const interrupted = await bound(['pull', 'tcp://127.0.0.1:*']);
    await Promise.all(pulls.map(({ endpoint }, n) => zmq(['push', endpoint], { stdin: `a ${n}\nb ${n}\n` })));
    expect(await Promise.all(pulls.map(({ outcome }) => outcome))).toMatchObject([
      { code: 0, stdout: 'a 0\n' },
      { code: 0, stdout: 'a 1\nb 1\n' },
    ]);
    interrupted.interrupt();
    expect((await interrupted.outcome).code).toBe(130);
    expect([process.exitCode, process.env['ZMQ_COUNT']]).toEqual(before);
  });

  it('is all that commands know of the process, beside what it measures and where it runs', () => {
    // What the program wires is in its own file. Where keys are read one by one, Ctrl-C and Ctrl-Z are no signals of their
    // own, and a terminal that was taken over has to be given back however the process ends.
    const wired = ['zmq.ts', join('terminal', 'terminal-keys.ts')];
    const commands = SOURCES.filter(({ file }) => !wired.includes(file));
    expect(commands.length).toBeGreaterThan(100);
    for (const { file, text } of commands) {
      const code = text.replaceAll(/^ *(?:\/\*)?\*.*$|\/\/.*$/gmu, '');
      expect(code, file).not.toMatch(/\bprocess\.(?:std(?:in|out|err)|env|argv|exit|exitCode|on|once|kill)\b/u);
    }
  });
});

describe('XA-02 text from outside', () => {
  it('is no flag, no program and no path', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'zmq-cli-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const frames = ['-n', '$(touch made)', '`touch made`; touch made', '../../made', '--exec'];
    // What the program gets is on its stdin; its arguments are those of the command line alone.
    const script = 'printf "%s:" "$#"; cat';
    const exec = await bound(
      `pull tcp://127.0.0.1:* -n 1 --delimiter | --exec sh -c`.split(' ').concat(script, 'sh', 'own'),
    );
    await zmq(['push', exec.endpoint, '--', ...frames]);
    expect(await exec.outcome).toMatchObject({ code: 0, stdout: `1:${frames.join('|')}` });
    const dump = await bound(['pull', 'tcp://127.0.0.1:*', '-n', '1', '--dump', join(folder, 'dump')]);
    await zmq(['push', dump.endpoint, '--', ...frames]);
    expect((await dump.outcome).code).toBe(0);
    expect(readdirSync(folder)).toEqual(['dump']);
    expect(readdirSync(join(folder, 'dump'))).toEqual(['000001.bin', '000001.json']);
  });

  it('is replaced once: what a variable has is no template', async () => {
    const pull = await bound(['pull', 'tcp://127.0.0.1:*', '-n', '1']);
    const env = { GIVEN: '{{n}} {{env SECRET}} $(id)', SECRET: 'secret' };
    await zmq(['push', pull.endpoint, '--template', '{{env GIVEN}}'], { env });
    expect((await pull.outcome).stdout).toBe('{{n}} {{env SECRET}} $(id)\n');
  });

  it('is replaced in arguments, and not in what is read', async () => {
    const pull = await bound(['pull', 'tcp://127.0.0.1:*', '-n', '1']);
    await zmq(['push', pull.endpoint, '--template'], { stdin: '{{env SECRET}}\n', env: { SECRET: 'secret' } });
    expect((await pull.outcome).stdout).toBe('{{env SECRET}}\n');
  });
});

describe('XN-05 colour and histograms', () => {
  it('are those of Node, and no package', () => {
    const { dependencies } = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8')) as {
      readonly dependencies: Readonly<Record<string, string>>;
    };
    const others = Object.keys(dependencies).filter((name) => !name.startsWith('@zeromq-ts/'));
    expect(others).toEqual([]);
    const uses = (name: string): number => SOURCES.filter(({ text }) => text.includes(name)).length;
    expect(uses('styleText')).toBeGreaterThan(0);
    expect(uses('createHistogram')).toBeGreaterThan(0);
    // Escape sequences of colours are in no source.
    for (const { file, text } of SOURCES) expect(text, file).not.toMatch(/\\(?:x1b|u001b|u\{1b\}|033)\[\d*m/iu);
  });
});
