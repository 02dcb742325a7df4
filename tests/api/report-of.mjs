import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor';

/** The root of the workspace. */
export const root = resolve(import.meta.dirname, '../..');

const COMPILER_OPTIONS = {
  target: 'es2022',
  lib: ['es2023', 'esnext.disposable'],
  module: 'nodenext',
  moduleResolution: 'nodenext',
  types: ['node'],
  typeRoots: [join(root, 'node_modules/@types')],
  strict: true,
  skipLibCheck: true,
  exactOptionalPropertyTypes: true,
};

const SILENT = { default: { logLevel: ExtractorLogLevel.None } };

/**
 * The declarations that a file of types exports, and all declarations of its package that these mention, sorted by name,
 * without comments.
 *
 * @param {string} folder The folder of the package.
 * @param {string} file The file of types, absolute, inside of the folder.
 */
export function reportOf(folder, file) {
  const out = mkdtempSync(join(tmpdir(), 'zeromq-ts-api-'));
  try {
    /** @type {string[]} */
    const problems = [];
    const config = ExtractorConfig.prepare({
      configObjectFullPath: undefined,
      packageJsonFullPath: join(folder, 'package.json'),
      configObject: {
        projectFolder: folder,
        mainEntryPointFilePath: file,
        newlineKind: 'lf',
        compiler: { overrideTsconfig: { compilerOptions: COMPILER_OPTIONS, files: [file] } },
        apiReport: {
          enabled: true,
          includeForgottenExports: true,
          reportFileName: 'report.api.md',
          reportFolder: out,
          reportTempFolder: join(out, 'temporary'),
        },
        docModel: { enabled: false },
        dtsRollup: { enabled: false },
        tsdocMetadata: { enabled: false },
        messages: {
          compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.Error } },
          extractorMessageReporting: SILENT,
          tsdocMessageReporting: SILENT,
        },
      },
    });
    Extractor.invoke(config, {
      localBuild: true,
      messageCallback(message) {
        if (message.logLevel === ExtractorLogLevel.Error)
          problems.push(`${message.sourceFilePath ?? file}: ${message.text}`);
        message.handled = true;
      },
    });
    if (problems.length > 0) throw new Error(problems.join('\n'));
    return withoutComments(readFileSync(join(out, 'report.api.md'), 'utf8'));
  } finally {
    rmSync(out, { recursive: true });
  }
}

/**
 * Only what stands between the fences, without the notes of API Extractor, which are about comments in the source; what is
 * marked as internal stays marked.
 *
 * @param {string} report
 */
function withoutComments(report) {
  const code = /^```ts\n(.*)^```$/msu.exec(report)?.[1];
  if (code === undefined) throw new Error('API Extractor has written a report without code.');
  return `${code
    .replaceAll(/^ *\/\/ (?!@internal).*\n/gmu, '')
    .replaceAll(/\n{3,}/gu, '\n\n')
    .trim()}\n`;
}
