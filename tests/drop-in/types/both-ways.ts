// Compiled by types.test.ts, and never run: that it compiles is the test.
import type * as ours from '@zeromq-ts/zeromq';
import type * as theirs from 'zeromq';

/**
 * What a type lets others see. Protected members, which make every class a type of its own, are left out, and what belongs
 * to the package itself is taken for the same on both sides, since it is compared on its own.
 */
type Seen<T> = { [K in keyof T]: SeenValue<T[K]> };
type SeenValue<V> = V extends ours.Context | theirs.Context
  ? 'Context'
  : V extends ours.Observer | theirs.Observer
    ? 'Observer'
    : V extends (...args: infer A) => infer R
      ? (...args: A) => R extends ours.EventSubscriber | theirs.EventSubscriber ? 'EventSubscriber' : R
      : V;

/** Compiles when each of the two types can be used for the other. */
type BothWays<A extends B, B extends C, C = A> = [A, B, C];

/** Members that the types differ in, and why. */
type Known =
  // A `const enum` that nobody can import; here, a number.
  'type';

type Look<T> = Omit<Seen<T>, Known>;

export type Classes = [
  BothWays<Look<ours.Context>, Look<theirs.Context>>,
  BothWays<Look<ours.Observer>, Look<theirs.Observer>>,
  BothWays<Look<ours.Socket>, Look<theirs.Socket>>,
  BothWays<Look<ours.Pair>, Look<theirs.Pair>>,
  BothWays<Look<ours.Publisher>, Look<theirs.Publisher>>,
  BothWays<Look<ours.Subscriber>, Look<theirs.Subscriber>>,
  BothWays<Look<ours.Request>, Look<theirs.Request>>,
  BothWays<Look<ours.Reply>, Look<theirs.Reply>>,
  BothWays<Look<ours.Dealer>, Look<theirs.Dealer>>,
  BothWays<Look<ours.Router>, Look<theirs.Router>>,
  BothWays<Look<ours.Pull>, Look<theirs.Pull>>,
  BothWays<Look<ours.Push>, Look<theirs.Push>>,
  BothWays<Look<ours.XPublisher>, Look<theirs.XPublisher>>,
  BothWays<Look<ours.XSubscriber>, Look<theirs.XSubscriber>>,
  BothWays<Look<ours.Stream>, Look<theirs.Stream>>,
];

export type Values = [
  BothWays<ours.Message, theirs.Message>,
  BothWays<ours.MessageLike, theirs.MessageLike>,
  BothWays<ours.Event, theirs.Event>,
  BothWays<ours.EventType, theirs.EventType>,
  BothWays<ours.EventOfType<'bind:error'>, theirs.EventOfType<'bind:error'>>,
  BothWays<ours.RouterConnectOptions, theirs.RouterConnectOptions>,
  BothWays<ours.StreamConnectOptions, theirs.StreamConnectOptions>,
  BothWays<ours.Readable, theirs.Readable>,
  BothWays<ours.Writable, theirs.Writable>,
  BothWays<typeof ours.version, typeof theirs.version>,
  BothWays<typeof ours.capability, typeof theirs.capability>,
  BothWays<typeof ours.curveKeyPair, typeof theirs.curveKeyPair>,
];

type WithoutContext<T> = Omit<T, 'context'>;
export type Options = [
  BothWays<WithoutContext<ours.SocketOptions<ours.Dealer>>, WithoutContext<theirs.SocketOptions<theirs.Dealer>>>,
  BothWays<WithoutContext<ours.SocketOptions<ours.Router>>, WithoutContext<theirs.SocketOptions<theirs.Router>>>,
  BothWays<WithoutContext<ours.SocketOptions<ours.Publisher>>, WithoutContext<theirs.SocketOptions<theirs.Publisher>>>,
  BothWays<
    WithoutContext<ours.SocketOptions<ours.XPublisher>>,
    WithoutContext<theirs.SocketOptions<theirs.XPublisher>>
  >,
  BothWays<
    NonNullable<ConstructorParameters<typeof ours.Context>[0]>,
    NonNullable<ConstructorParameters<typeof theirs.Context>[0]>
  >,
];

/** The names of everything that is exported are the same; `default` is the module itself, which is CommonJS. */
export type Names = BothWays<Exclude<keyof typeof ours, 'default'>, Exclude<keyof typeof theirs, 'default'>>;
