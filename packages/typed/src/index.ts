// What users of this package have to name, and what the compiler names for them: one install is enough.
export type * from '@zeromq-ts/core';
export { Message, ZMQError } from '@zeromq-ts/core';
export type { AnySocket } from './any-socket.js';
export type { Codec, InputOf, OutputOf } from './codec.js';
export { binary, type BinaryFormat, bytes, frames, json, text, withTopic } from './codecs.js';
export type { SchemaIssue, SchemaResult, StandardSchema } from './standard-schema.js';
export { type Typed, typed, type TypedOptions } from './typed.js';
export type { TypedSocket } from './typed-socket.js';
