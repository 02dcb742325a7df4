// The public API of @zeromq-ts/cli. Written by `pnpm api`.

import type { Readable } from 'node:stream';
import type { Writable } from 'node:stream';

export interface CommandIO {
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly signal: AbortSignal;
    readonly stderr: Writable & {
        readonly isTTY?: boolean | undefined;
        readonly columns?: number | undefined;
    };
    readonly stdin: Readable & {
        readonly isTTY?: boolean | undefined;
    };
    readonly stdout: Writable & {
        readonly isTTY?: boolean | undefined;
        readonly columns?: number | undefined;
    };
}

export function run(argv: readonly string[], io: CommandIO): Promise<number>;

export * from "@zeromq-ts/core";
