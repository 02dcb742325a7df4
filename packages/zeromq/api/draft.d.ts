// The public API of @zeromq-ts/zeromq/draft. Written by `pnpm api`.

export const Client: DraftSocketClass;

export const Datagram: DraftSocketClass;

export const Dish: DraftSocketClass;

export type DraftSocketClass = new (options?: object) => never;

export const Gather: DraftSocketClass;

export const Radio: DraftSocketClass;

export const Scatter: DraftSocketClass;

export const Server: DraftSocketClass;
