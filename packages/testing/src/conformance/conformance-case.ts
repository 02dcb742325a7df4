/** What a reporter learns of a test of the suite, in its `meta`. */
export interface ConformanceCase {
  /** The names of the engines. */
  readonly binder: string;
  readonly connecter: string;
  /** The protocol of the transport. */
  readonly transport: string;
  readonly group: string;
  readonly title: string;
  /** Why it is expected to fail, if it is. */
  readonly knownFailure?: { readonly test: string; readonly reason: string } | undefined;
}

declare module 'vitest' {
  interface TaskMeta {
    conformance?: ConformanceCase;
  }
}
