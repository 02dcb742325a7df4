// The public API of @zeromq-ts/security. Written by `pnpm api`.

import type { AuthenticateCallback } from '@zeromq-ts/core';
import type { AuthenticationAnswer } from '@zeromq-ts/core';
import type { AuthenticationRequest } from '@zeromq-ts/core';
import type { Authenticator } from '@zeromq-ts/core';
import { z85Decode } from '@zeromq-ts/core/spi';
import { z85Encode } from '@zeromq-ts/core/spi';

export class AddressList implements Authenticator {
    constructor(rules: AddressRules);
    allows(address: string): boolean;
    authenticate(input: AuthenticationRequest): AuthenticationAnswer;
}

export interface AddressRules {
    readonly allow?: readonly string[] | undefined;
    readonly deny?: readonly string[] | undefined;
}

export function allOf(...authenticators: readonly (Authenticator | AuthenticateCallback)[]): AuthenticateCallback;

export class Certificate {
    constructor(parts: CertificateParts);
    client(server: Certificate | string): {
        curveServerKey: string;
        curvePublicKey: string;
        curveSecretKey: string;
    };
    static generate(metadata?: Readonly<Record<string, string>>): Certificate;
    static load(file: string): Promise<Certificate>;
    readonly metadata: Readonly<Record<string, string>>;
    static parse(text: string, origin?: string): Certificate;
    public(): Certificate;
    readonly publicKey: string;
    save(file: string): Promise<void>;
    savePublic(file: string): Promise<void>;
    saveSecret(file: string): Promise<void>;
    get secretKey(): string | undefined;
    server(): {
        curveServer: true;
        curvePublicKey: string;
        curveSecretKey: string;
    };
}

export interface CertificateParts {
    readonly metadata?: Readonly<Record<string, string>> | undefined;
    readonly publicKey?: string | undefined;
    readonly secretKey?: string | undefined;
}

export class CertificateStore implements Authenticator {
    constructor(directory: string);
    authenticate(input: AuthenticationRequest): Promise<AuthenticationAnswer>;
    readonly directory: string;
    find(publicKey: string): Promise<Certificate | undefined>;
    list(): Promise<readonly Certificate[]>;
    refresh(): Promise<void>;
    revoke(publicKey: string): void;
}

export interface CurveKeyPair {
    readonly publicKey: string;
    readonly secretKey: string;
}

export function curveKeyPair(): CurveKeyPair;

export function curvePublicKey(secretKey: string | Uint8Array): string;

export class PasswordTable implements Authenticator {
    constructor(passwords?: Readonly<Record<string, string>> | Iterable<readonly [name: string, password: string]>);
    authenticate(input: AuthenticationRequest): AuthenticationAnswer;
    delete(name: string): boolean;
    matches(name: string, password: string): boolean;
    revoke(name: string): boolean;
    set(name: string, password: string): void;
}

export { z85Decode }

export { z85Encode }

export * from "@zeromq-ts/core";
