import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { transportsOf } from '@zeromq-ts/testing/conformance';
import { libzmq } from '../conformance/subjects/libzmq.js';
import { zmtp } from '../conformance/subjects/zmtp.js';
import { LIBRARIES, MEETING_TRANSPORTS } from '../interop/libraries.js';
import { ENGINES } from '../processes/engines.js';
import { checks } from '../runtimes/program/all-checks.mjs';
import { RUNTIMES } from '../runtimes/runtimes.mjs';
import { PATTERNS } from './cell.js';
import { generated } from './page.js';
import { HEAD, NONE } from './tables.js';

const subjects = [zmtp, libzmq];
const pairs = subjects.flatMap((binder) => subjects.map((connecter) => ({ binder, connecter })));
const page = generated('matrix');

/** The rows of the matrix that begin with these names; of a runtime, the name goes without the version. */
function cells(...names: string[]): string[][] {
  return page
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
    .filter((row) => names.every((name, column) => row[column] === name || row[column]?.startsWith(`${name}.`)))
    .map((row) => row.slice(names.length));
}

/** The patterns that the row of these names has a count for. */
function counted(...names: string[]): string[] {
  const rows = cells(...names);
  expect(rows, `the rows of ${names.join(', ')}`).toHaveLength(1);
  return PATTERNS.filter((_, column) => /^[1-9]/.test(rows[0]?.[column] ?? NONE));
}

/** The patterns that the interop tests are about: they name them to be counted. */
function patternsOfInterop(): string[] {
  const folder = new URL('../interop/', import.meta.url);
  const files = readdirSync(folder).filter((name) => name.endsWith('.test.ts'));
  const text = files.map((name) => readFileSync(fileURLToPath(new URL(name, folder)), 'utf8')).join('\n');
  return PATTERNS.filter((pattern) => new RegExp(`(describeMeetings|countedAs)\\('${pattern}'`).test(text));
}

test('the tables have a column for each pattern', () => {
  expect(cells('engine', 'peer', 'transport')).toEqual([HEAD]);
  expect(cells('runtime', 'transport')).toEqual([HEAD]);
});

for (const pair of pairs) {
  const [engine, peer] = [pair.binder.name, pair.connecter.name];
  const protocols = transportsOf(pair).map(({ protocol }) => protocol);
  test.each(protocols)(`every pattern has a count for ${engine} with ${peer} over %s`, (transport) => {
    expect(counted(engine, peer, transport)).toEqual(PATTERNS);
  });
}

test('every pattern of sockets is tested with other libraries', () => {
  expect(patternsOfInterop()).toEqual(PATTERNS.filter((pattern) => pattern !== 'all'));
});

for (const engine of ENGINES) {
  for (const library of LIBRARIES) {
    test.each(MEETING_TRANSPORTS)(`every pattern has a count for ${engine} with ${library} over %s`, (transport) => {
      expect(counted(engine, library, transport)).toEqual(patternsOfInterop());
    });
  }
}

for (const { name, title } of RUNTIMES) {
  const transports = [...new Set(checks.map(({ transport }) => transport))];
  const runtime = [title, ...name.split('-').slice(1)].join(' ');
  test.each(transports)(`every pattern has a count for ${runtime} over %s`, (transport) => {
    const patterns = PATTERNS.filter((pattern) =>
      checks.some((check) => check.pattern === pattern && check.transport === transport),
    );
    const named = title === runtime ? versionOf(title) : runtime;
    expect(counted(named, transport)).toEqual(patterns);
  });
}

/** A runtime that is run in one version only, with the major version that the page has. */
function versionOf(title: string): string {
  return new RegExp(`${title} \\d+`).exec(page)?.[0] ?? title;
}
