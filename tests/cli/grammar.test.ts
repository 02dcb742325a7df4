import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../packages/cli/src/commands/index.js';
import { UsageError } from '../../packages/cli/src/errors/command-error.js';
import { COMMON_FLAGS, PLAIN_FLAGS } from '../../packages/cli/src/flags/common.js';
import type { Command, CommandDefinition } from '../../packages/cli/src/grammar/definition.js';
import { parse } from '../../packages/cli/src/grammar/parse.js';
import { parseDuration, parseInteger, parseRate, parseSize } from '../../packages/cli/src/grammar/values.js';
import { zmq } from './in-process.js';

const TOY: CommandDefinition = {
  name: 'toy',
  summary: 'show what was read',
  arguments: [
    { name: 'ENDPOINT…', summary: 'where', required: true },
    { name: 'WORD…', summary: 'what' },
  ],
  endpoints: { least: 1, most: 3 },
  words: { least: 0, most: Infinity },
  flags: [
    { name: 'bind', short: 'b', type: 'endpoint', summary: 'bind', repeatable: true },
    { name: 'connect', short: 'c', type: 'endpoint', summary: 'connect', repeatable: true },
    { name: 'count', short: 'n', type: 'integer', summary: 'how many' },
    { name: 'subscribe', short: 's', type: 'text', summary: 'topics', repeatable: true },
    { name: 'timeout', short: 't', type: 'duration', summary: 'how long', default: '5s' },
    { name: 'exec', type: 'program', summary: 'a program' },
    ...COMMON_FLAGS,
  ],
  examples: [{ text: 'A toy', line: 'zmq toy tcp://127.0.0.1:1' }],
};
const ONE: CommandDefinition = { ...TOY, name: 'cert new', endpoints: { least: 0, most: 0 }, flags: COMMON_FLAGS };
const toys: readonly Command[] = [TOY, ONE].map((definition) => ({
  definition,
  load: async () => ({ run: async () => 0 }),
}));

function read(line: readonly string[], env: Record<string, string> = {}, layers: Record<string, string> = {}) {
  return parse(toys, line, {
    env,
    files: () => ({ layers: [{ source: 'context', origin: 'a file', values: layers }], endpoints: [] }),
  }).parsed;
}

function refusal(line: readonly string[], env: Record<string, string> = {}): string {
  try {
    read(line, env);
  } catch (error) {
    if (error instanceof UsageError) return `${error.message}${error.hint === undefined ? '' : ` [${error.hint}]`}`;
    throw error;
  }
  return 'not refused';
}

const AT = 'tcp://127.0.0.1:1';

describe('XG-01 the command line', () => {
  it('takes flags anywhere, with = or a space, and short ones joined', () => {
    for (const line of [
      ['toy', AT, '--count=5', 'word', '-vqs', 'a', '--subscribe', 'b'],
      ['toy', '-n', '5', '-v', '-q', AT, 'word', '--subscribe=a', '-sb'],
      ['-v', '-q', 'toy', '-n5', AT, 'word', '-s', 'a', '-s', 'b'],
    ]) {
      const { flags, endpoints, words } = read(line);
      expect([flags.number('count'), flags.number('verbose'), flags.boolean('quiet'), flags.list('subscribe')]).toEqual(
        [5, 1, true, ['a', 'b']],
      );
      expect([endpoints, words]).toEqual([[{ action: undefined, text: AT }], ['word']]);
    }
  });

  it('refuses abbreviations and unknown names, and says which it may have been', () => {
    expect(refusal(['toy', AT, '--coun', '5'])).toBe('Unknown option "--coun". Did you mean --count? [zmq toy --help]');
    expect(refusal(['to', AT])).toBe('Unknown command "to". Did you mean toy? [zmq help]');
    expect(refusal(['nothing'])).toBe('Unknown command "nothing". [zmq help]');
    expect(refusal(['cert'])).toBe('zmq cert needs one more word: zmq help cert.');
    expect(refusal(['toy', AT, '-n'])).toMatch(/^Option "-n, --count" argument missing\./u);
  });

  it('XN-04 suggests the nearest command and flag, and takes a flag that repeats without what follows it', () => {
    const nearest = (line: string[]): string => {
      try {
        parse(COMMANDS, line, { env: {} });
      } catch (error) {
        return (error as Error).message;
      }
      return 'not refused';
    };
    expect(nearest(['sbu', AT])).toBe('Unknown command "sbu". Did you mean sub?');
    expect(nearest(['sub', AT, '--cuont', '1'])).toBe('Unknown option "--cuont". Did you mean --count?');
    expect(read(['toy', '-c', AT, '-c', AT, 'ipc:///a', 'word'])).toMatchObject({
      endpoints: [{ action: undefined, text: 'ipc:///a' }, { action: 'connect' }, { action: 'connect' }],
      words: ['word'],
    });
    expect(refusal(['toy', AT, '-n', '-1'])).toMatch(/^--count is an integer/u);
  });

  it('finds commands of two words', () => {
    expect(read(['cert', 'new', 'file', '--json']).command.name).toBe('cert new');
  });
});

describe('XG-03 arguments', () => {
  it('are endpoints by a scheme, @ or >, up to the first that is not', () => {
    expect(read(['toy', AT, '@ipc:///a', '>ws://b', 'tcp', AT])).toMatchObject({
      endpoints: [
        { action: undefined, text: AT },
        { action: 'bind', text: 'ipc:///a' },
        { action: 'connect', text: 'ws://b' },
      ],
      words: ['tcp', AT],
    });
  });

  it('are nothing but words after --', () => {
    expect(read(['toy', AT, '--', AT, '-n', '--json'])).toMatchObject({
      endpoints: [{ text: AT }],
      words: [AT, '-n', '--json'],
    });
  });

  it('after --exec belong to the program', () => {
    const { flags, words } = read(['toy', AT, 'word', '--exec', 'jq', '-n', '--', '.']);
    expect([flags.list('exec'), flags.given('count'), words]).toEqual([['jq', '-n', '--', '.'], false, ['word']]);
    expect(refusal(['toy', AT, '--exec'])).toMatch(/needs a program/u);
    expect(refusal(['cert', 'new', '--exec', 'jq'])).toMatch(/has no --exec/u);
  });
});

describe('XG-04 --bind and --connect', () => {
  it('are taken in their order', () => {
    expect(read(['toy', '-c', AT, '-b', 'ipc:///a']).endpoints).toEqual([
      { action: 'connect', text: AT },
      { action: 'bind', text: 'ipc:///a' },
    ]);
  });
});

describe('XG-06, XG-07 endpoints', () => {
  it.each([
    ['5555', 'for "5555" write tcp://127.0.0.1:5555'],
    [':5555', 'for ":5555" write tcp://127.0.0.1:5555'],
    ['host:5555', 'for "host:5555" write tcp://host:5555'],
    ['/tmp/a', 'for "/tmp/a" write ipc:///tmp/a'],
    ['word', 'and "word" is none: it begins with tcp://, ipc:// or ws://'],
  ])('%s is none, and the error says what it may have been', (word, advice) => {
    expect(refusal(['toy', word])).toBe(
      `zmq toy needs an endpoint; ${advice}. [zmq toy ENDPOINT… [WORD…] [flags]]`.replace('; and', ', and'),
    );
  });

  it.each([
    ['word', AT],
    ['two', 'words', AT],
  ])('come first: %s %s', (...words) => {
    expect(refusal(['toy', ...words])).toContain(`it comes first: write ${AT} before "${words[0]}".`);
  });

  it('inproc:// is refused, since no other socket is here', () => {
    expect(refusal(['toy', 'inproc://a'])).toMatch(/^inproc:\/\/ reaches sockets of this process alone/u);
  });

  it('of too many are refused', () => {
    expect(refusal(['toy', AT, AT, AT, AT])).toBe(`zmq toy takes at most 3 endpoints, not "${AT}".`);
    expect(refusal(['cert', 'new', AT])).toBe(`zmq cert new takes no endpoint, not "${AT}".`);
  });
});

describe('XG-10 values', () => {
  it.each([
    [parseDuration, '250ms', 250],
    [parseDuration, '5s', 5000],
    [parseDuration, '1.5m', 90_000],
    [parseDuration, '7', 7],
    [parseSize, '64KiB', 65_536],
    [parseSize, '1MB', 1_000_000],
    [parseSize, '3', 3],
    [parseRate, '1000/s', 1000],
    [parseRate, '60/m', 1],
    [parseRate, '5', 5],
    [parseInteger, '9007199254740991', 9_007_199_254_740_991],
  ])('%o reads %s', (reader, text, value) => {
    expect(reader(text, '--flag')).toBe(value);
  });

  it.each([
    [parseDuration, ['5 s', '-5', '', 's', '1e3', '5S', '٣s']],
    [parseSize, ['1kib', '-1', '1 MB', '1e3', '1TB']],
    [parseRate, ['0', '0/s', '-1', '1/d', '1/']],
    [parseInteger, ['-1', '1e3', '9007199254740993', '1.5', '', '0x1', ' 1']],
  ])('XM-12 %o refuses %j', (reader, texts) => {
    for (const text of texts) expect(() => reader(text, '--flag'), text).toThrow(UsageError);
  });

  it('XM-12 that are wrong end with 2 and what was expected', () => {
    expect(refusal(['toy', AT, '-n', '-1'])).toBe('--count is an integer from 0, in digits, not "-1".');
    expect(refusal(['toy', AT, '-t', '5 s'])).toBe('--timeout is a time such as 250ms, 5s, 1m or 2h, not "5 s".');
    expect(read(['toy', AT, '-n', '0']).flags.number('count')).toBe(0);
  });

  it('XM-12 that no timer can wait for are refused: it would end at once', () => {
    expect(read(['toy', AT, '-t', '24d']).flags.number('timeout')).toBe(24 * 86_400_000);
    expect(read(['toy', AT, '-t', '2147483647']).flags.number('timeout')).toBe(2_147_483_647);
    expect(refusal(['toy', AT, '-t', '25d'])).toBe('--timeout is a time of at most 24 days, not "25d".');
    expect(refusal(['toy', AT], { ZMQ_TIMEOUT: '2147483648' })).toMatch(/^ZMQ_TIMEOUT is a time of at most 24 days/u);
    // Compared with times of messages and files; no timer runs for so long.
    const unlimited = COMMANDS.flatMap(({ definition }) => definition.flags)
      .filter(({ type, most }) => type === 'duration' && most === Infinity)
      .map(({ name }) => name);
    expect(new Set(unlimited)).toEqual(new Set(['max-age', 'max-gap']));
  });
});

describe('XG-14 the value of a flag', () => {
  it('is from the line, else the environment, else a file, else the default', () => {
    const env = { ZMQ_TIMEOUT: '2s' };
    const file = { timeout: '3s' };
    const found = (line: string[], ...rest: [Record<string, string>?, Record<string, string>?]) => {
      const { flags } = read(['toy', AT, ...line], ...rest);
      return [flags.number('timeout'), flags.source('timeout')];
    };
    expect(found(['-t', '1s'], env, file)).toEqual([1000, 'flag']);
    expect(found([], env, file)).toEqual([2000, 'environment']);
    expect(found([], {}, file)).toEqual([3000, 'context']);
    expect(found([])).toEqual([5000, 'default']);
  });

  it('in the environment is checked, too', () => {
    expect(refusal(['toy', AT], { ZMQ_COUNT: 'many' })).toBe('ZMQ_COUNT is an integer from 0, in digits, not "many".');
  });
});

describe('XN-06 the table of commands', () => {
  it.each(COMMANDS.map((command) => [command.definition.name, command] as const))(
    '%s has code, examples that it can read, and flags without collisions',
    async (name, { definition, load }) => {
      expect(typeof (await load()).run).toBe('function');
      expect(definition.examples.length).toBeGreaterThan(0);
      const names = definition.flags.map((flag) => flag.name);
      const short = definition.flags.flatMap((flag) => (flag.short === undefined ? [] : [flag.short]));
      expect(new Set(names).size).toBe(names.length);
      expect(new Set(short).size).toBe(short.length);
      expect(names).toEqual(expect.arrayContaining(PLAIN_FLAGS.map((flag) => flag.name)));
      const { code, stdout } = await zmq([...name.split(' '), '--help']);
      expect([code, stdout]).toEqual([0, expect.stringContaining(definition.examples[0]!.line)]);
      expect(stdout.indexOf('Examples:')).toBeLessThan(stdout.indexOf('Usage:'));
      for (const flag of definition.flags) expect(stdout).toContain(`--${flag.name}`);
    },
  );
});

describe('XG-02 help', () => {
  it('is what zmq, zmq help, -h and --help print, on stdout, with 0', async () => {
    const all = await Promise.all([[], ['help'], ['-h'], ['--help']].map((line) => zmq(line)));
    for (const each of all) expect(each).toEqual(all[0]);
    expect(all[0]).toMatchObject({ code: 0, stderr: '' });
    for (const { definition } of COMMANDS) expect(all[0]?.stdout).toContain(`  ${definition.name}`);
  });

  it('that is missing is one sentence and what to do on stderr, with 2', async () => {
    expect(await zmq(['completion'])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: 'error: zmq completion needs SHELL.\ntry: zmq completion SHELL [flags]\n',
    });
  });
});

describe('XC-06 errors', () => {
  it('are an object on stderr with --json, wherever it stands', async () => {
    for (const line of [
      ['--json', 'nothing'],
      ['nothing', '--json'],
    ]) {
      const { code, stderr } = await zmq(line);
      expect([code, JSON.parse(stderr)]).toEqual([
        2,
        { error: { code: 'EUSAGE', exit: 2, message: 'Unknown command "nothing".', hint: 'zmq help' } },
      ]);
    }
  });

  it('XA-01 show nothing to the terminal that it would take as an instruction', async () => {
    const { stderr } = await zmq(['\u001B]0;title\u0007\u202E']);
    expect(stderr).toBe(String.raw`error: Unknown command "\x1b]0;title\x07\xe2\x80\xae".` + '\ntry: zmq help\n');
  });
});
