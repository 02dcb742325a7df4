export declare function fingerprintOf(folder: string, root?: string): string;
export declare function recordFingerprint(folder: string, root?: string): void;
export declare function notBuilt(folders: readonly string[], root?: string): string[];
export declare function assertBuilt(): void;
