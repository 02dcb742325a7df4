/** The directory for temporary files; that of POSIX where the environment may not be read (Deno without `--allow-env`). */
export function temporaryFolder(): string {
  try {
    return process.getBuiltinModule('node:os').tmpdir();
  } catch {
    return '/tmp';
  }
}
