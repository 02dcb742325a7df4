// The public API of zeromq-ts. Written by `pnpm api`.

export * from "@zeromq-ts/core";
export * from "@zeromq-ts/dealerrouter";
export * from "@zeromq-ts/pair";
export * from "@zeromq-ts/pubsub";
export * from "@zeromq-ts/pushpull";
export * from "@zeromq-ts/reqrep";
export * from "@zeromq-ts/security";
export * from "@zeromq-ts/transports";
