import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { reportOf, root } from './report-of.mjs';

/**
 * @typedef {object} Seam
 * @property {string} name
 * @property {string} [folder] The package that has it. Default `packages/core`.
 * @property {string} version The source of the package that has the version.
 * @property {readonly string[]} types The types that are the seam.
 * @property {string} from The file of `dist` that exports them.
 */

/**
 * @typedef {object} SeamRecord
 * @property {readonly string[]} types
 * @property {string} hash Of all declarations that the types lead to.
 * @property {Readonly<Record<string, string>>} declarations The hash of each of them.
 */

/** @typedef {Readonly<Record<string, SeamRecord>>} SeamRecords By name and version: `engine@2`. */

const CORE = 'packages/core';
const core = join(root, CORE);

/** The file that records the types of each version, relative to the root of the workspace. */
export const SEAM_RECORDS = 'packages/core/api/seams.json';

const SEAMS_FILE = 'src/registry/seams.ts';
const SPI = 'spi.js';

/** @type {readonly Seam[]} */
export const SEAMS = [
  { name: 'engine', version: SEAMS_FILE, types: ['Engine'], from: SPI },
  { name: 'transport', version: SEAMS_FILE, types: ['Transport', 'PeerLink'], from: SPI },
  { name: 'routing', version: SEAMS_FILE, types: ['SocketTypeDefinition', 'Routing', 'Pipe'], from: SPI },
  { name: 'cryptography', version: SEAMS_FILE, types: ['CryptographyProvider', 'Cryptography'], from: SPI },
  {
    name: 'mechanism',
    folder: 'packages/transports',
    version: 'src/security/security-mechanism.ts',
    types: ['SecurityMechanism'],
    from: 'engines.js',
  },
  {
    name: 'message',
    version: 'src/message/message-access.ts',
    types: ['MessageAccess'],
    from: 'message/message-access.js',
  },
  { name: 'context', version: 'src/context/zmq-context.ts', types: ['ContextAccess'], from: 'context/zmq-context.js' },
];

/** @returns {string[]} The seams whose versions stand in `seams.ts`, with these: `engine@2`. */
export function versionsInSeamsFile() {
  return [...readFileSync(join(core, SEAMS_FILE), 'utf8').matchAll(/^export const \w+ = '(\w+@\d+)';$/gmu)].map(
    ([, version = '']) => version,
  );
}

/** @returns {SeamRecords} What is to be recorded of the seams as they are built. */
export function seamRecords() {
  return Object.fromEntries(SEAMS.map((seam) => [versionOf(seam), recordOf(seam)]));
}

/** @param {Seam} seam */
function versionOf({ name, folder = CORE, version }) {
  const found = new Set(
    readFileSync(join(root, folder, version), 'utf8').match(new RegExp(`\\b${name}@\\d+(?=')`, 'gu')),
  );
  const [only] = found;
  if (only === undefined || found.size > 1) throw new Error(`${version} must have one version of the seam ${name}.`);
  return only;
}

/**
 * @param {Seam} seam
 * @returns {SeamRecord}
 */
function recordOf({ name, folder = CORE, types, from }) {
  /** @type {Map<string, string>} */
  const texts = new Map();
  // The overloads of a function are declarations of one name.
  for (const text of closureOf(name, folder, types, from).split(/\n\n(?=\S)/u)) {
    const declared = nameOf(text);
    texts.set(declared, (texts.get(declared) ?? '') + text);
  }
  const declarations = Object.fromEntries([...texts].map(([declared, text]) => [declared, hashOf(text)]));
  return { types, hash: hashOf(JSON.stringify(declarations)), declarations };
}

/**
 * The declarations of all types that some types lead to.
 *
 * @param {string} name
 * @param {string} packageFolder
 * @param {readonly string[]} types
 * @param {string} from
 */
function closureOf(name, packageFolder, types, from) {
  const home = join(root, packageFolder);
  const cache = join(home, '.cache');
  mkdirSync(cache, { recursive: true });
  // API Extractor takes a file inside of the package.
  const folder = mkdtempSync(join(cache, 'seam-'));
  try {
    const file = join(folder, `${name}.d.ts`);
    writeFileSync(file, `export type { ${types.join(', ')} } from '../../dist/${from}';\n`);
    return reportOf(home, file).trim();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** @param {string} declaration */
function nameOf(declaration) {
  if (declaration.startsWith('import ')) return 'imports';
  const found = /\b(?:class|const|enum|function|interface|namespace|type) ([\w$]+)/u.exec(declaration)?.[1];
  return found ?? declaration.split('\n', 1)[0] ?? '';
}

/** @param {string} text */
function hashOf(text) {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/**
 * How the recorded types of the seams differ from those that are built, as sentences.
 *
 * @param {SeamRecords} recorded
 * @param {SeamRecords} built
 */
export function seamProblems(recorded, built) {
  const problems = Object.entries(built).flatMap(([version, { hash, types, declarations }]) => {
    const before = recorded[version];
    if (before === undefined)
      return [`${version} is not recorded: record it by \`pnpm api\`, and review the difference.`];
    if (before.hash === hash && String(before.types) === String(types)) return [];
    const changed = changedNames(before.declarations, declarations);
    return [
      `The types of ${version} have changed (${changed.join(', ')}): raise its version in ${placeOf(version)} if an ` +
        'implementation made for the types before does not fit any more, and record it by `pnpm api`.',
    ];
  });
  const gone = Object.keys(recorded).filter((version) => built[version] === undefined);
  return [...problems, ...gone.map((version) => `${version} is recorded, but is no seam any more: run \`pnpm api\`.`)];
}

/** @param {string} version */
function placeOf(version) {
  const seam = SEAMS.find(({ name }) => version.startsWith(`${name}@`));
  return `${seam?.folder ?? CORE}/${seam?.version}`;
}

/**
 * @param {Readonly<Record<string, string>>} before
 * @param {Readonly<Record<string, string>>} after
 */
function changedNames(before, after) {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => before[name] !== after[name]);
}
