/** Tests about something that a platform does not have, by file and title. They are skipped there, with the reason. */
interface Lacking {
  readonly platforms: readonly NodeJS.Platform[];
  /** Is held against the path of the file, the titles around the test and its own, with ` > ` between them. */
  readonly tests: RegExp;
  readonly reason: string;
}

const LACKING: readonly Lacking[] = [
  {
    platforms: ['win32'],
    // What is only about the grammar of endpoints runs everywhere.
    tests: /^(?!packages\/core\/|.*platform-endpoints).*\bipc\b/s,
    reason: 'Windows has no ipc (docs/decisions/ipc-on-windows.md)',
  },
  { platforms: ['win32', 'darwin'], tests: /abstract name/, reason: 'abstract names are for Linux' },
  {
    platforms: ['darwin'],
    tests: /source address|127\.0\.0\.[2-9]/,
    reason: 'macOS has one address on the loopback interface',
  },
  {
    platforms: ['win32'],
    tests: /socket-reader.*a connection that was accepted|link\.test.*after a failed write/s,
    reason: 'Windows does not read in place (docs/decisions/read-in-place.md)',
  },
  { platforms: ['win32'], tests: /frozen/, reason: 'Windows cannot stop a process (SIGSTOP)' },
  { platforms: ['win32'], tests: /descriptors/, reason: 'Windows has no limit on descriptors' },
  { platforms: ['win32', 'darwin'], tests: /^tests\/soak\/soak\.test/, reason: 'network namespaces are for Linux' },
  { platforms: ['win32', 'darwin'], tests: /^tests\/interop\//, reason: 'pyzmq and CZMQ are not installed there' },
  {
    platforms: ['win32'],
    tests: /^tests\/releases\//,
    reason: 'the rehearsal starts npm, pnpm, yarn and bun without a shell',
  },
];

/** Why a test cannot run on a platform; `undefined` when it can. */
export function whyNot(platform: NodeJS.Platform, test: string): string | undefined {
  return LACKING.find(({ platforms, tests }) => platforms.includes(platform) && tests.test(test))?.reason;
}
