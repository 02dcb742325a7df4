// @module-tag built
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { Language, Parser } from 'web-tree-sitter';
import { assertBuilt } from '../../build/built-from.mjs';
import { SHELLS } from '../../packages/cli/src/commands/completion/definition.js';
import { COMMANDS } from '../../packages/cli/src/commands/index.js';
import { zmq } from './in-process.js';
import { PROGRAM } from './program.js';

/** What completes the last word: candidates, and `:0` if a file may stand there. */
async function completed(...words: string[]): Promise<readonly string[]> {
  const { code, stdout, stderr } = await zmq(['complete', '--', ...words]);
  expect([code, stderr]).toEqual([0, '']);
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t', 1)[0] as string);
}

const AT = 'tcp://127.0.0.1:1';

describe('XP-13 completion', () => {
  it('has every command by its first word, and those below it after that', async () => {
    const first = await completed('');
    expect(first).toEqual([...new Set(COMMANDS.map(({ definition }) => definition.name.split(' ')[0])), ':4']);
    expect(await completed('pu')).toEqual(['pub', 'push', 'pull', ':4']);
    expect(await completed('cert', 'n')).toEqual(['new', ':4']);
    expect(await completed('-v', '--json', 'vers')).toEqual(['version', ':4']);
    expect(await completed('nothing', '')).toEqual([':4']);
  });

  it.each(COMMANDS.map(({ definition }) => definition))('has every flag of $name', async ({ name, flags }) => {
    const found = await completed(...name.split(' '), '--');
    expect(found).toEqual([...flags.map((flag) => `--${flag.name}`), ':4']);
  });

  it('has the values of a flag, behind it, behind = and behind its letter', async () => {
    expect(await completed('sub', AT, '--output', 'j')).toEqual(['json', ':4']);
    expect(await completed('sub', AT, '--output=j')).toEqual(['--output=json', ':4']);
    expect(await completed('sub', AT, '-o', '')).toEqual(['text', 'raw', 'json', 'hex', 'length', 'none', ':4']);
    expect(await completed('sub', AT, '-vo', 'j')).toEqual(['json', ':4']);
    expect(await completed('sub', AT, '--count', '')).toEqual([':4']);
    expect(await completed('sub', AT, '--json', '--out')).toEqual(['--output', ':4']);
    expect(await completed('sub', AT, '--nothing=')).toEqual([':4']);
  });

  it('has files where a path stands, and after --exec', async () => {
    expect(await completed('sub', AT, '--cert', '')).toEqual([':0']);
    expect(await completed('sub', AT, '--cert=a')).toEqual([':0']);
    expect(await completed('cert', 'show', '')).toEqual([':0']);
    expect(await completed('pull', AT, '--exec', 'jq', '-')).toEqual([':0']);
    expect(await completed('pub', AT, '--', '--')).toEqual([':4']);
  });

  it('has socket types, shells and commands', async () => {
    expect(await completed('monitor', 'x')).toEqual(['xpub', 'xsub', ':4']);
    expect(await completed('monitor', '-e', 'listening', 'xs')).toEqual(['xsub', ':4']);
    expect(await completed('pipe', 'pull', AT, '')).toEqual(['push', 'pub', 'pair', 'dealer', ':4']);
    expect(await completed('completion', '')).toEqual([...SHELLS, ':4']);
    expect(await completed('help', 'cert', 's')).toEqual(['show', ':4']);
  });

  it('has the recordings of a folder', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'zmq-cli-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    for (const name of ['b.zmqrec.jsonl.gz', 'a.zmqrec.jsonl', 'other.jsonl']) writeFileSync(join(folder, name), '');
    const found = ['a.zmqrec.jsonl', 'b.zmqrec.jsonl.gz'].map((name) => `${folder}/${name}`);
    expect(await completed('replay', `${folder}/`)).toEqual([...found, ':0']);
    expect(await completed('rec', 'merge', found[0] as string, `${folder}/b`)).toEqual([found[1], ':0']);
    expect(await completed('replay', `${folder}/nothing/`)).toEqual([':0']);
  });

  it('takes --next for an empty word, which not every shell can pass', async () => {
    expect((await zmq(['complete', '--next', '--', 'cert'])).stdout).toBe(
      (await zmq(['complete', '--', 'cert', ''])).stdout,
    );
  });

  it('has a script for each shell; another one ends with 2', async () => {
    for (const shell of SHELLS) expect((await zmq(['completion', shell])).stdout).toContain('zmq complete');
    expect((await zmq(['completion', 'csh'])).code).toBe(2);
  });
});

const hasScript = spawnSync('script', ['--version']).status === 0;

/** How a shell is started without files of its user, and what it is told first. */
const TERMINALS = {
  bash: { line: 'bash --norc --noprofile -i', first: 'source <(zmq completion bash)' },
  zsh: { line: 'zsh -f -i', first: 'autoload -U compinit; compinit -u -d "$HOME/dump"; source <(zmq completion zsh)' },
  fish: { line: 'fish --no-config -i', first: 'zmq completion fish | source' },
} as const;

describe.each(Object.entries(TERMINALS))('XP-13 in %s', (shell, { line, first }) => {
  let home = '';

  beforeAll(() => {
    assertBuilt();
    home = mkdtempSync(join(tmpdir(), 'zmq-shell-'));
    mkdirSync(join(home, 'bin'));
    writeFileSync(join(home, 'bin/zmq'), `#!/bin/sh\nexec "${process.execPath}" "${PROGRAM}" "$@"\n`);
    chmodSync(join(home, 'bin/zmq'), 0o755);
    writeFileSync(
      join(home, 'only.zmqrec.jsonl'),
      '{"zmqrec":1,"started":"2026-11-26T07:10:14.725287Z","type":"SUB"}\n',
    );
  });

  afterAll(() => {
    // fish still writes its history.
    rmSync(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  });

  const isThere = hasScript && spawnSync(shell, ['--version']).status === 0;
  const why = isThere ? '' : ` (skipped: ${hasScript ? shell : 'script'} is not installed)`;

  it.skipIf(!isThere)(
    `a key completes commands, flags, values and recordings, and runs nothing that is typed${why}`,
    { timeout: 120_000 },
    async () => {
      const env = {
        ...process.env,
        HOME: home,
        XDG_CONFIG_HOME: home,
        TERM: 'xterm',
        NO_COLOR: '1',
        PS1: '',
        fish_greeting: '',
      };
      const child = spawn('script', ['-qec', line, '/dev/null'], {
        cwd: home,
        env: { ...env, PATH: `${join(home, 'bin')}${delimiter}${process.env['PATH']}` },
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      let output = '';
      const listeners = new Set<() => void>();
      child.stdout.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        for (const listener of listeners) listener();
      });
      /** Types a line, and waits for what it prints. */
      const typed = (text: string, printed: RegExp): Promise<void> =>
        new Promise((resolve, reject) => {
          const look = (): void => {
            if (!printed.test(output)) return;
            listeners.delete(look);
            output = '';
            resolve();
          };
          child.once('close', () => reject(new Error(`${shell} has ended without ${printed}: ${output}`)));
          listeners.add(look);
          child.stdin.write(text);
        });
      try {
        await typed(`${first}; echo rea""dy\n`, /^ready/mu);
        await typed('zmq vers\t --js\t\n', /\{"zmq":/u);
        await typed('zmq help --no-p\texit-codes --col\talw\t\n', /130 {2}/u);
        await typed('zmq rec inf\tonl\t\n', /messages +0/u);
        // Control-U throws the line away before it is run: the key for completion has run nothing of it.
        await typed('zmq sub "$(touch made)" --js\t; echo do""ne\x15 echo en""ded\n', /ended/u);
        expect(readdirSync(home)).not.toContain('made');
      } finally {
        child.stdin.end('exit\n');
        await once(child, 'close');
      }
    },
  );
});

describe('XP-13 the script for PowerShell', () => {
  /** Whether the grammar of PowerShell accepts a script. */
  async function grammar(): Promise<(script: string) => boolean> {
    await Parser.init();
    const wasm = createRequire(import.meta.url).resolve('tree-sitter-powershell/tree-sitter-powershell.wasm');
    const parser = new Parser();
    parser.setLanguage(await Language.load(readFileSync(wasm)));
    return (script) => parser.parse(script)?.rootNode.hasError === false;
  }

  it('is what the grammar of the language accepts, and no part of it can be missing', async () => {
    const isValid = await grammar();
    const script = (await zmq(['completion', 'powershell'])).stdout;
    expect(isValid(script)).toBe(true);
    for (const part of ['{', '}', '(', ')', '"'] as const) {
      expect([part, isValid(script.slice(0, script.lastIndexOf(part)))]).toEqual([part, false]);
    }
    // What it asks with is what the program understands.
    expect(script).toContain('zmq complete @next -- @words');
    expect(script).toContain('"--next"');
  });
});

const hasPowerShell = spawnSync('pwsh', ['-Version']).status === 0;

it.skipIf(!hasPowerShell)(
  `XP-13 in PowerShell${hasPowerShell ? '' : ' (skipped: pwsh is not installed)'}`,
  { timeout: 120_000 },
  () => {
    assertBuilt();
    const home = mkdtempSync(join(tmpdir(), 'zmq-shell-'));
    onTestFinished(() => rmSync(home, { recursive: true, force: true }));
    writeFileSync(join(home, 'zmq'), `#!/bin/sh\nexec "${process.execPath}" "${PROGRAM}" "$@"\n`, { mode: 0o755 });
    const asked = (line: string): string => {
      const found = `[System.Management.Automation.CommandCompletion]::CompleteInput('${line}', ${line.length}, $null)`;
      const script = `zmq completion powershell | Out-String | Invoke-Expression; ${found}.CompletionMatches.CompletionText`;
      const env = { ...process.env, PATH: `${home}${delimiter}${process.env['PATH']}` };
      return spawnSync('pwsh', ['-NoProfile', '-Command', script], { env, encoding: 'utf8' }).stdout;
    };
    expect(asked('zmq pu').split(/\s+/u)).toEqual(expect.arrayContaining(['pub', 'pull', 'push']));
    expect(asked('zmq sub -o ').split(/\s+/u)).toEqual(expect.arrayContaining(['text', 'json']));
  },
);
