import type { HandshakeRule } from '@zeromq-ts/core';
import type { Expand } from '../option-types.js';

/** An error with the code and the number of the operating system, or of libzmq. */
export interface ErrnoError extends Error {
  code: string;
  errno: number;
}

/** The refusal of an authenticator, with its ZAP status code. */
export interface AuthError extends Error {
  status: 300 | 400 | 500;
}

/** A violation of the protocol in a handshake. */
export interface ProtoError extends Error {
  code: HandshakeRule;
}

/** The endpoint of an event. */
export interface EventAddress {
  address: string;
}

/** Milliseconds until the next attempt. */
export interface EventInterval {
  interval: number;
}

/** What went wrong. */
export interface EventError<E = ErrnoError> {
  error: E;
}

/** An event of type `T` with the properties `D`. */
export type EventFor<T extends string, D = object> = Expand<{ type: T } & D>;

/** What an {@link Observer} reports. */
export type Event =
  | EventFor<'accept', EventAddress>
  | EventFor<'accept:error', EventAddress & EventError>
  | EventFor<'bind', EventAddress>
  | EventFor<'bind:error', EventAddress & EventError>
  | EventFor<'connect', EventAddress>
  | EventFor<'connect:delay', EventAddress>
  | EventFor<'connect:retry', EventAddress & EventInterval>
  | EventFor<'close', EventAddress>
  | EventFor<'close:error', EventAddress & EventError>
  | EventFor<'disconnect', EventAddress>
  | EventFor<'end'>
  | EventFor<'handshake', EventAddress>
  | EventFor<'handshake:error:protocol', EventAddress & EventError<ProtoError>>
  | EventFor<'handshake:error:auth', EventAddress & EventError<AuthError>>
  | EventFor<'handshake:error:other', EventAddress & EventError>
  | EventFor<'unknown'>;

/** The name of a type of events. */
export type EventType = Event['type'];

/** The events of one type. */
export type EventOfType<E extends EventType = EventType> = Expand<Extract<Event, Event & EventFor<E>>>;
