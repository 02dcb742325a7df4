import { createRequire } from 'node:module';
import { configDefaults, defineConfig } from 'vitest/config';

// Workspace packages are read from their sources: `source` is the first condition of their exports maps.
const conditions = ['source', 'module', 'node', 'development|production'];

// With WITHOUT_ZEROMQ, what is not about the engine libzmq runs where its npm package is not to be had.
const without = process.env['WITHOUT_ZEROMQ'] !== undefined;
const aboutLibzmq = [
  'packages/transports/test/libzmq/**',
  'packages/transports/test/stream/interop.test.ts',
  'tests/libzmq/**',
  'tests/conformance/*libzmq.test.ts',
];
if (without && isInstalled('zeromq')) {
  throw new Error('WITHOUT_ZEROMQ is set, but there is a zeromq: remove it from all folders node_modules.');
}

function isInstalled(name: string): boolean {
  try {
    createRequire(new URL('packages/transports/package.json', import.meta.url)).resolve(name);
    return true;
  } catch {
    return false;
  }
}

const excluded = [...configDefaults.exclude, ...(without ? aboutLibzmq : [])];

const totalsFile = process.env['TEST_TOTALS_FILE'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    pool: 'forks',
    // One less than there are processors, the default, is one on a machine of two.
    maxWorkers: '100%',
    // For what hangs: on a machine that has much else to do, whatever has to happen takes long now and then.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    teardownTimeout: 10_000,
    // `expect.poll` waits for what must come: a second, its default, is too short for that.
    expect: { poll: { timeout: 20_000 } },
    // Set in continuous integration: docs/decisions/repeated-tests.md.
    retry: Number(process.env['TEST_RETRIES'] ?? 0),
    // A file says `// @module-tag slow` when it takes seconds, and `built` when it runs what is built: `pnpm check:fast`
    // leaves both out.
    tags: [
      { name: 'slow', description: 'takes seconds' },
      { name: 'built', description: 'runs what is built' },
    ],
    setupFiles: ['tests/platforms/skip-what-is-lacking.ts'],
    reporters: totalsFile ? ['default', './tests/reporter/totals.ts'] : ['default'],
    projects: [
      {
        extends: true,
        test: {
          name: 'packages',
          include: ['packages/*/test/**/*.test.ts'],
          exclude: excluded,
        },
      },
      {
        extends: true,
        test: {
          name: 'tests',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/{packaging,loaders}/**', 'tests/releases/**', ...excluded],
          // Many start several processes.
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'examples',
          include: ['examples/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/dist/**'],
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'packaging',
          include: ['tests/{packaging,loaders}/**/*.test.ts'],
          globalSetup: ['tests/packaging/pack-workspace.ts'],
          testTimeout: 120_000,
          hookTimeout: 300_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'releases',
          include: ['tests/releases/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
