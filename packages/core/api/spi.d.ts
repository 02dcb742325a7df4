// The public API of @zeromq-ts/core/spi. Written by `pnpm api`.

type AbortListener = (reason: unknown) => void;

interface Acceptance {
    readonly metadata?: Readonly<Record<string, string>> | undefined;
    readonly signal?: AbortSignal | undefined;
    readonly userId: string;
}

interface Addition {
    readonly first?: boolean;
    readonly once?: boolean;
}

export const allocateBytes: (size: number) => Bytes;

interface AnyMessage {
    readonly [Symbol.toStringTag]: 'Message';
    readonly frames: readonly Uint8Array[];
}

export const asFrame: (bytes: Uint8Array) => Bytes;

export function assignedRoutingId(options: ConnectOptions): Bytes | undefined;

export interface Attempt {
    abort(): void;
}

export type AuthenticateCallback = (request: AuthenticationRequest) => AuthenticationAnswer | Promise<AuthenticationAnswer>;

type AuthenticateOption = AuthenticateCallback | Authenticator | Iterable<string | Uint8Array>;

export type AuthenticationAnswer = boolean | Acceptance | Refusal;

interface AuthenticationOptions {
    readonly authenticate?: AuthenticateOption | null | undefined;
    readonly authenticateTimeout?: number | null | undefined;
    readonly enforceSecurityDomain?: boolean | null | undefined;
    readonly securityDomain?: string | Uint8Array | null | undefined;
}

export interface AuthenticationRequest {
    readonly address: string;
    readonly domain: string;
    readonly mechanism: MechanismName;
    readonly password?: string | undefined;
    readonly publicKey?: string | undefined;
    readonly username?: string | undefined;
}

export type AuthenticationResult = {
    readonly allowed: true;
    readonly userId: string;
    readonly metadata: ReadonlyMap<string, string>;
    readonly signal?: AbortSignal | undefined;
} | {
    readonly allowed: false;
    readonly status: 300 | 400 | 500;
    readonly reason: string;
    readonly cause?: unknown;
    readonly rule?: HandshakeRule;
};

export function authenticationResultOf(answer: unknown): AuthenticationResult;

interface Authenticator {
    authenticate(request: AuthenticationRequest): AuthenticationAnswer | Promise<AuthenticationAnswer>;
}

export function belowMethod<E extends Error>(error: E, member: string): E;

export const binaryKey: (bytes: Uint8Array) => string;

export type BindEndpoint = (TcpEndpoint & {
    readonly source?: never;
}) | Exclude<Endpoint, TcpEndpoint>;

export interface BoxKeyPair {
    readonly publicKey: Uint8Array;
    readonly secretKey: Uint8Array;
}

export function byteLength(message: Outgoing): number;

export type Bytes = typeof globalThis extends {
    Buffer: {
        isBuffer(value: unknown): value is infer NodeBuffer;
    };
} ? NodeBuffer extends Uint8Array ? NodeBuffer : Uint8Array : Uint8Array;

export function bytesOption(first: number, last: number, traits?: OptionTraits<Uint8Array | undefined>): OptionRule<string | Uint8Array, Uint8Array | undefined>;

export type CallOptionChecks = Readonly<Record<string, (name: string, value: unknown) => void>>;

export const CANCEL = "CANCEL";

export function cancelCommand(topic: Uint8Array): PeerCommand;

export function candidatePorts(port: TcpPort, random?: () => number): Generator<number, void, undefined>;

export function checkArgumentCount(member: string, given: ArrayLike<unknown>, accepted: number, advice?: string): void;

export function checkAtLeast(least: number): (name: string, value: unknown) => void;

export function checkCallOptions(member: string, options: unknown, checks: CallOptionChecks): void;

export function checkCount(orInfinity?: boolean): (name: string, value: unknown) => void;

export function checkDuration(name: string, value: unknown): asserts value is number;

export function checkFlag(name: string, value: unknown): void;

export function checkFunction(name: string, value: unknown): void;

export function checkMessageLimits(message: Outgoing): void;

export function checkObject(name: string, value: unknown): void;

export function checkReadable<T extends Outgoing>(message: T): T;

export function checkSeam(what: string, found: unknown, expected: string): void;

function checkSignal(name: string, value: unknown): asserts value is AbortSignal;

let clearImmediate_2: Immediates['clearImmediate'];
export { clearImmediate_2 as clearImmediate }

let clearInterval_2: typeof globalThis.clearInterval;
export { clearInterval_2 as clearInterval }

let clearTimeout_2: typeof globalThis.clearTimeout;
export { clearTimeout_2 as clearTimeout }

interface Clock {
    now(): number;
}

export class CloseDeadline {
    constructor(expire: () => void);
    called(options: CloseDeadlineOptions): void;
    end(): void;
}

export interface CloseDeadlineOptions {
    readonly timeout?: number | undefined;
}

interface CloseOptions {
    readonly linger?: number | undefined;
}

export const CONFIRM = "CONFIRM";

export const CONFIRMED = "CONFIRMED";

export const CONFLATE_OPTIONS: {
    conflate: OptionRule<boolean, boolean>;
};

interface ConnectedOptions extends WaitOptions {
    readonly peers?: number | undefined;
}

export type ConnectEndpoint = ConnectTcpEndpoint | ConnectIpcEndpoint | Exclude<Endpoint, TcpEndpoint | IpcEndpoint>;

export interface ConnectionEvents {
    established(link: PeerLink): LinkEvents;
    failed(failure: LinkFailure): void;
    opened(peer: PeerInfo): void;
    reserve?(): () => void;
}

interface ConnectionState {
    readonly cause: Error | undefined;
    readonly text: string;
}

export interface ConnectIpcEndpoint {
    readonly address: Exclude<IpcAddress, {
        kind: 'wildcard';
    }>;
    readonly protocol: 'ipc';
}

export interface ConnectOptions {
    readonly routingId?: string | Uint8Array | undefined;
}

interface ConnectRetriedEvent extends SocketEvent {
    readonly interval?: number | undefined;
}

export interface ConnectTcpEndpoint {
    readonly host: Exclude<TcpHost, {
        kind: 'any';
    }>;
    readonly port: FixedPort;
    readonly protocol: 'tcp';
    readonly source?: TcpSource;
}

type Constructor<T extends keyof SocketTypes> = Extract<SocketTypes[T], new (...args: never[]) => unknown>;

interface ContextLimits {
    readonly blocky?: boolean | undefined;
    readonly ipv6?: boolean | undefined;
    readonly maxMessageSize?: number | undefined;
    readonly maxSockets?: number | undefined;
}

interface ContextMember {
    close(options?: CloseOptions): Promise<void>;
}

interface ContextOptions extends ContextLimits {
    readonly engine?: EngineChoice | undefined;
}

export function copySmallFrames(message: Outgoing, maxBytes: number): Outgoing;

export function coreOf(socket: ZMQSocket): SocketCore;

export function createSocket<T extends keyof SocketTypes>(type: T, ...args: ConstructorParameters<Constructor<T>>): InstanceType<Constructor<T>>;

export interface Cryptography {
    forget?(key: Uint8Array): void;
    keyPair(): BoxKeyPair;
    open(key: Uint8Array, nonce: Uint8Array, box: Uint8Array): Bytes | undefined;
    openInPlace(header: number, key: Uint8Array, nonce: Uint8Array, bytes: Uint8Array): boolean;
    publicKey(secretKey: Uint8Array): Uint8Array;
    random(length: number): Bytes;
    seal(key: Uint8Array, nonce: Uint8Array, plain: Uint8Array): Bytes;
    sealBehind(header: number, key: Uint8Array, nonce: Uint8Array, first: number, rest: Uint8Array): Bytes;
    sharedKey(publicKey: Uint8Array, secretKey: Uint8Array): Uint8Array | undefined;
}

export interface CryptographyProvider {
    load(): Promise<Cryptography>;
    readonly loaded: Cryptography | undefined;
    readonly seam: 'cryptography@1';
}

export const CURVE_KEY_BYTES = 32;

interface CurveOptions {
    readonly curvePublicKey?: string | Uint8Array | null | undefined;
    readonly curveSecretKey?: string | Uint8Array | null | undefined;
    readonly curveServer?: boolean | null | undefined;
    readonly curveServerKey?: string | Uint8Array | null | undefined;
}

type DebugLog = (line: string) => void;

export const decodeText: (bytes: Uint8Array, start?: number, end?: number) => string;

export type DefaultAction = 'bind' | 'connect';

export function defaultContext(): ZMQContext;

class Draining {
    constructor(host: DrainingHost, check: () => void);
    assertNotBegun(): void;
    begin(options: DrainOptions): Promise<void>;
    get begun(): boolean;
    finished(): void;
    look(): void;
    get refusal(): ZMQError | undefined;
    replied(linger: number): Promise<void> | undefined;
    taken(): void;
}

interface DrainingHost {
    close(): Promise<void>;
    readonly closed: boolean;
    readonly definition: SocketTypeDefinition;
    readonly engine: EngineSocket;
    readonly exchange: SendReceiveState | undefined;
    readonly receiver: Receiver;
    waitFor(condition: () => boolean, what: string, options: WaitOptions): Promise<void>;
}

interface DrainOptions extends WaitOptions {
    readonly signal?: AbortSignal | undefined;
    readonly timeout?: number | undefined;
}

export interface DropListener {
    dropped(reason: DropReason, count: number, pipe?: Pipe): void;
}

interface DroppedEvent extends SocketEvent {
    readonly count: number;
    readonly reason: DropReason;
}

export type DropReason =
/** The peer's queue was full (PUB, XPUB, ROUTER), or too many subscription messages were not received (XPUB). */
'full'
/** No peer has the routing id (ROUTER), or the requester has disconnected (REP). */
| 'unroutable'
/** The socket was closed, or the endpoint disconnected or unbound, and the linger period has expired. */
| 'linger'
/** The peer left, and its queue with it. */
| 'disconnected'
/** They had arrived but were not received by the application when the socket was closed or the peer was refused. */
| 'unread'
/** A frame was larger than the `maxMessageSize` of the peer, or the message was larger than any peer accepts. */
| 'too-large'
/** A buffer of the message was detached, or resized, before the message was sent. */
| 'unreadable';

export function dropReasonOf(error: unknown): DropReason;

export abstract class DuplexSocket<Received extends Message = Message, Options extends object = SocketOptions> extends SendSocket<Options> implements AsyncIterable<Received> {
    [Symbol.asyncIterator](): AsyncIterableIterator<Received>;
    messages(options?: MessagesOptions): AsyncIterableIterator<Received>;
    get readable(): boolean;
    receive(options?: WaitOptions): Promise<Received>;
    tryReceive(): Received | undefined;
    whenReadable(options?: WaitOptions): Promise<void>;
}

interface DuplicateRoutingIdEvent extends SocketEvent {
    readonly holder: PeerInfo;
    readonly peer: PeerInfo;
    readonly routingId: Uint8Array;
    readonly takenOver: boolean;
}

export function durationOption(fallback: number, traits?: OptionTraits<number>): OptionRule<number, number>;

export const DYNAMIC_PORTS: {
    readonly first: number;
    readonly last: number;
};

export function eachOpenSocket(opened: (socket: ObservedSocket) => void): () => void;

class Emitter {
    constructor(log?: SocketLog);
    add<N extends SocketEventName>(name: N, listener: SocketListener<N>, how?: Addition): void;
    call<N extends SocketEventName>(name: N, event: SocketEvents[N]): boolean;
    emit<N extends SocketEventName>(name: N, event: SocketEvents[N]): boolean;
    limit(count: number): void;
    listeners<N extends SocketEventName>(name: N): SocketListener<N>[];
    get listening(): boolean;
    maxListeners: number;
    names(): SocketEventName[];
    observe(observer: EventObserver): () => void;
    remove<N extends SocketEventName>(name: N, listener: SocketListener<N>): void;
    removeAll(name: SocketEventName | undefined): void;
}

export const encodeText: (text: string) => Bytes;

export type Endpoint = EndpointKinds[keyof EndpointKinds];

export const ENDPOINT_SYNTAX: EndpointSyntax;

type EndpointAction = 'bind' | 'connect';

export interface EndpointGrammar<E extends Endpoint = Endpoint> {
    candidates?(endpoint: E): Iterable<E> | undefined;
    forBind?(endpoint: E, text: string): E;
    forConnect?(endpoint: E, text: string): E;
    format(endpoint: E): string;
    parse(address: string, malformed: Malformed): E;
}

interface EndpointKinds {
    readonly inproc: InprocEndpoint;
    readonly ipc: IpcEndpoint;
    readonly tcp: TcpEndpoint;
}

export interface EndpointSyntax {
    candidates(endpoint: ParsedEndpoint): Iterable<ParsedEndpoint> | undefined;
    canonical(text: string): string;
    forBind(text: string): ParsedEndpoint<BindEndpoint>;
    forConnect(text: string): ParsedEndpoint<ConnectEndpoint>;
    list(value: string | readonly string[], defaultAction: EndpointAction): readonly RequestedEndpoint[];
}

export function endpointSyntax(own: ReadonlyMap<string, EndpointGrammar>): EndpointSyntax;

export function endpointSyntaxOf(own: ReadonlyMap<string, EndpointGrammar>): EndpointSyntax;

export interface Engine {
    readonly endpoints: EndpointSyntax;
    readonly name: string;
    open(request: OpenSocket): EngineSocket;
    readonly options?: readonly OptionRules[];
    readonly protocols: readonly string[];
    readonly seam: 'engine@2';
    readonly security: SecurityScheme;
    warningOf?(options: ResolvedOptions, rules: OptionRules): string | undefined;
}

export type EngineChoice = Engine | EngineName;

export interface EngineEvents {
    event<N extends SocketEventName>(name: N, event: SocketEvents[N]): void;
    readable(): void;
    requestLost(): void;
    subscriptionsChanged(): void;
    writable(taken: boolean): void;
}

type EngineName = 'zmtp' | 'libzmq' | (string & {});

export interface EngineSocket {
    abandonRequest?(): void;
    awaitReadable(interest: ReadInterest): void;
    awaitRoom?(): void;
    awaitWritable(next: Outgoing, timeout: number): boolean;
    bind(endpoint: ParsedEndpoint): Promise<string>;
    bindSync?(endpoint: ParsedEndpoint): string;
    canReceive?(): boolean;
    canSend?(): boolean;
    close(linger: number): Promise<void>;
    closeAtExit?(): Promise<void>;
    command?(command: PeerCommand): void;
    confirmations?(number: number): number;
    connect(endpoint: ParsedEndpoint, routingId?: Uint8Array): void;
    disconnect(endpoint: ParsedEndpoint): void;
    readonly exhausted?: boolean;
    halt?(): void;
    hasSubscriber?(topic: Uint8Array | undefined): boolean;
    optionChanged?(name: string, options: ResolvedOptions): void;
    peers?(): SocketPeer[];
    queued(): {
        readonly incoming: number | undefined;
        readonly outgoing: number | undefined;
    };
    readonly reachable?: boolean;
    receive(): Message | undefined;
    send(message: Outgoing): boolean;
    stopReceiving?(): void;
    subscriberCount?(topic: Uint8Array | undefined): number;
    readonly traffic: SocketCounters;
    unbind(endpoint: string): Promise<void>;
    watch(waiting: boolean): void;
}

export function envelopeLength(frames: readonly Uint8Array[]): number;

export class EventLoopBudget {
    answered(operation: Operation): void;
    defer(resume: () => void): void;
    nextTurn(): Promise<void>;
    note(): void;
    get over(): boolean;
    get slice(): number;
    spend(): boolean;
    spendAlone(operation: Operation): boolean;
    take(): boolean;
    wake(operation: Operation): boolean;
}

export type EventObserver = <N extends SocketEventName>(name: N, event: SocketEvents[N]) => void;

type ExitListener = (messages: number) => void;

export class FairQueue {
    add(pipe: Pipe): void;
    get current(): Pipe | undefined;
    next(): Pipe | undefined;
    remove(pipe: Pipe): void;
}

export class FanOut {
    add(pipe: Pipe): FanOutMember;
    get full(): boolean;
    invert(): void;
    mark(member: FanOutMember): void;
    markAll(): void;
    get marked(): number;
    remove(member: FanOutMember): void;
    send(message: Outgoing, witness: DropListener): void;
    unmark(): void;
}

export class FanOutMember {
    constructor(pipe: Pipe, index: number);
    index: number;
    readonly pipe: Pipe;
}

interface FixedPort {
    readonly kind: 'fixed';
    readonly number: number;
}

export function flagOption(traits?: OptionTraits<boolean>): OptionRule<boolean, boolean>;

export function forBind(endpoint: Endpoint, text?: string): BindEndpoint;

export function forConnect(endpoint: Endpoint, text?: string): ConnectEndpoint;

interface Forgettable {
    closeForgotten(forgottenForMs: number): boolean;
}

export function formatEndpoint(endpoint: Endpoint): string;

type Frame = Bytes;

export const FRAME_OVERHEAD_BYTES = 128;

type FrameInput = string | ArrayBufferLike | ArrayBufferView;

type FrameJSON = string | {
    readonly base64: string;
};

export function framesInPlace(message: AnyMessage): readonly Uint8Array[];

type GivenSecurity = Partial<Record<SecurityOptionName, unknown>>;

export interface HandshakeFailedEvent extends SocketEvent {
    readonly reason?: string | undefined;
    readonly rule?: HandshakeRule | undefined;
    readonly status?: number | undefined;
}

type HandshakeRule =
/** The peer broke the protocol in another way. */
'ERR_ZMTP_UNSPECIFIED'
/** Another command was due, or a command and not a message. */
| 'ERR_ZMTP_UNEXPECTED_COMMAND'
/** A nonce does not come after the one before. */
| 'ERR_ZMTP_INVALID_SEQUENCE'
/** The keys of a CURVE client do not belong together. */
| 'ERR_ZMTP_KEY_EXCHANGE' | 'ERR_ZMTP_MALFORMED_COMMAND_UNSPECIFIED' | 'ERR_ZMTP_MALFORMED_COMMAND_MESSAGE' | 'ERR_ZMTP_MALFORMED_COMMAND_HELLO' | 'ERR_ZMTP_MALFORMED_COMMAND_INITIATE' | 'ERR_ZMTP_MALFORMED_COMMAND_ERROR' | 'ERR_ZMTP_MALFORMED_COMMAND_READY' | 'ERR_ZMTP_MALFORMED_COMMAND_WELCOME'
/** The metadata of the peer are malformed, or its socket type or routing id is not accepted. */
| 'ERR_ZMTP_INVALID_METADATA'
/** What the peer sent cannot be decrypted: most often, the keys do not fit. */
| 'ERR_ZMTP_CRYPTOGRAPHIC'
/** The peer has another security mechanism. */
| 'ERR_ZMTP_MECHANISM_MISMATCH'
/** The ZAP handler could not be asked, or did not answer. */
| 'ERR_ZAP_UNSPECIFIED' | 'ERR_ZAP_MALFORMED_REPLY' | 'ERR_ZAP_BAD_REQUEST_ID' | 'ERR_ZAP_BAD_VERSION' | 'ERR_ZAP_INVALID_STATUS_CODE' | 'ERR_ZAP_INVALID_METADATA';

interface IgnoredEvent extends SocketEvent {
    readonly reason: string;
}

export interface Immediate {
    unref?(): unknown;
}

interface Immediates {
    readonly clearImmediate: (immediate: Immediate | undefined) => void;
    readonly setImmediate: (callback: (_: void) => void) => Immediate;
}

export const INPROC_ENDPOINTS: EndpointGrammar<InprocEndpoint>;

export interface InprocEndpoint {
    readonly name: string;
    readonly protocol: 'inproc';
}

export function integerOption<Fallback extends number | undefined>(fallback: Fallback, first: number, last: number, unit: string, traits?: OptionTraits<number | Fallback>): OptionRule<number, number | Fallback>;

export const IPC_ENDPOINTS: EndpointGrammar<IpcEndpoint>;

type IpcAddress = {
    readonly kind: 'pathname';
    readonly path: string;
} | {
    readonly kind: 'abstract';
    readonly name: string;
} | {
    readonly kind: 'wildcard';
};

export interface IpcEndpoint {
    readonly address: IpcAddress;
    readonly protocol: 'ipc';
}

export function isMessageInput(value: unknown): value is MessageInput;

export function judge(callback: AuthenticateCallback, request: AuthenticationRequest, timeout: number): Promise<AuthenticationResult>;

export function keepsProcessAlive(): boolean;

export const LATENCY_BOUNDS_MS: readonly number[];

export class LatencyHistogram {
    add(milliseconds: number): void;
    get counts(): number[];
    get sum(): number;
}

export type LibzmqSetting = readonly [option: number, value: boolean | number | bigint | Uint8Array];

export interface LibzmqSocketType {
    readonly observableType?: number;
    readonly type: number;
}

export class LinkedQueue<T> {
    [Symbol.iterator](): IterableIterator<QueueEntry<T>>;
    get length(): number;
    peek(): T | undefined;
    push(value: T): QueueEntry<T>;
    remove(entry: QueueEntry<T>): boolean;
    shift(): QueueEntry<T> | undefined;
}

export interface LinkEvents {
    batchEnd(): void;
    closed(error: Error | undefined): void;
    command(command: PeerCommand): void;
    drained(): void;
    dropped(reason: DropReason, count: number): void;
    held(): void;
    message(message: Message): boolean;
    writeClosed(): void;
}

export interface LinkFailure {
    readonly error: Error;
    readonly kind: 'unreachable' | 'refused';
    readonly opened: boolean;
    readonly peer: PeerInfo;
    readonly reason?: string | undefined;
    readonly rule?: HandshakeRule | undefined;
    readonly status?: number | undefined;
}

export type ListedEndpoint = {
    readonly action: 'bind';
    readonly endpoint: BindEndpoint;
    readonly text: string;
} | {
    readonly action: 'connect';
    readonly endpoint: ConnectEndpoint;
    readonly text: string;
};

export interface Listener {
    close(): Promise<void>;
    readonly endpoint: string;
}

export interface ListenerEvents {
    accepted(peer: PeerInfo): Omit<ConnectionEvents, 'opened'>;
}

interface LiveSocket {
    closeAtExit(): Promise<void>;
    readonly undelivered: number;
}

export class LoadBalancer {
    add(pipe: Pipe): void;
    get current(): Pipe | undefined;
    next(): Pipe | undefined;
    remove(pipe: Pipe): void;
    send(message: Outgoing): boolean;
}

export interface LocalSocket {
    readonly context: object;
    readonly definition: SocketTypeDefinition;
    readonly options: ResolvedOptions;
    readonly queued?: QueuedWeight;
}

export function logIfAsked(): void;

export type Malformed = (part: string, value: string, problem: string, remedy: string) => ZMQError;

export function malformedIn(text: string): Malformed;

export function matchFirstFrame(message: AnyMessage, looker: PrefixMatcher): boolean;

export const MAX_DURATION_MS: number;

export const MAX_MESSAGE_BYTES = 2147483647;

export const MAX_MESSAGE_FRAMES = 262144;

export const MAX_SHARED_FRAME_BYTES = 1024;

export const MAX_TIMER_MS: number;

interface MechanismKinds {
    readonly CURVE: true;
    readonly NULL: true;
    readonly PLAIN: true;
}

export type MechanismName = keyof MechanismKinds;

interface MechanismOptions {
}

export function merge<S extends MergeableSocket>(...sockets: readonly S[]): AsyncIterableIterator<MergedMessage<S>>;

interface MergeableSocket<Received extends Message = Message> extends ReadableSocket {
    tryReceive(): Received | undefined;
}

interface MergedMessage<S extends MergeableSocket> {
    readonly message: NonNullable<ReturnType<S['tryReceive']>>;
    readonly socket: S;
}

export class Message {
    static [Symbol.hasInstance](value: unknown): boolean;
    [Symbol.iterator](): ReturnType<ReadonlyArray<Frame>['values']>;
    readonly [Symbol.toStringTag]: 'Message';
    constructor(input: MessageInput);
    at(index: number): Frame | undefined;
    get body(): Message | undefined;
    frame(index: number): Frame;
    get frames(): readonly Frame[];
    json<T = unknown>(index?: number): T;
    get length(): number;
    get peer(): PeerInfo | undefined;
    get routingId(): Frame | undefined;
    get size(): number;
    text(index?: number): string;
    toJSON(): readonly FrameJSON[];
    toString(): string;
    get transferList(): ArrayBuffer[];
}

export interface Message extends ReadonlyArray<Frame> {
    readonly 0: Frame;
}

type MessageFilter = (message: Message) => boolean;

export function messageFromSlice(block: Uint8Array, start: number, end: number, peer?: PeerInfo): Message;

export type MessageInput = FrameInput | AnyMessage | readonly (FrameInput | AnyMessage)[];

export function messageOfFrames(frames: readonly Uint8Array[], peer?: PeerInfo, routed?: boolean): Message;

export function messageOfSharedFrames(frames: readonly Uint8Array[], peer?: PeerInfo, routed?: boolean): Message;

interface MessagesOptions {
    readonly signal?: AbortSignal | undefined;
}

type NextTick = (callback: (...values: never[]) => void, ...values: unknown[]) => void;

export const nextTick: NextTick;

export const NO_SECURITY: SecuritySettings;

export function noCryptography(cause?: unknown): ZMQError;

export interface ObservedSocket {
    readonly closed: boolean;
    readonly definition: {
        readonly type: string;
    };
    readonly endpoints: readonly string[];
    readonly engineName: string;
    observe(observer: EventObserver): () => void;
    readonly ownStats?: (() => object) | undefined;
    readonly peers: readonly SocketPeer[];
    stats(): SocketStats;
}

export function observedSocket(socket: object): ObservedSocket | undefined;

export function onAbort(signal: AbortSignal, listener: AbortListener): () => void;

export function onlyBind(input: Pick<ParsedEndpoint, 'text'>): ZMQError;

export function onMessagesAtExit(listener: ExitListener): () => void;

export interface OpenSocket {
    readonly context: object;
    readonly definition: SocketTypeDefinition;
    readonly options: ResolvedOptions;
    readonly rules: OptionRules;
    readonly sink: EngineEvents;
}

type Operation = typeof RECEIVE | typeof SEND;

export type OptionChange = 'at once' | 'new endpoints';

type OptionName<Options> = keyof Options & string;

export interface OptionRule<Given = unknown, Resolved = unknown> {
    readonly accepts: string;
    readonly change?: OptionChange;
    check(value: unknown): boolean;
    readonly confidential?: boolean;
    describe?(value: unknown): string | undefined;
    readonly fallback: Resolved;
    readonly libzmq?: number | ((value: Resolved) => readonly LibzmqSetting[]);
    resolve?(value: Given): Resolved;
}

export type OptionRules<Options = Readonly<Record<string, unknown>>> = {
    readonly [Name in keyof Options]-?: OptionRule<Exclude<Options[Name], undefined>, any>;
};

export type OptionTraits<Resolved> = Pick<OptionRule<never, Resolved>, 'change' | 'libzmq'>;

type OptionValue<Options, Name extends keyof Options> = Name extends keyof SecurityOptions ? Options[Name] : Extract<Options[Name], Uint8Array> extends never ? Name extends keyof ResolvedOptions ? ResolvedOptions[Name] : Exclude<Options[Name], undefined> : Bytes | undefined;

export type Outgoing = string | Uint8Array | readonly (string | Uint8Array)[];

export interface ParsedEndpoint<E extends Endpoint = Endpoint> {
    readonly parsed: E;
    readonly text: string;
}

export function parseEndpoint(text: string): Endpoint;

export function parseEndpointList(value: string | readonly string[], defaultAction: EndpointAction): readonly ListedEndpoint[];

export class PassedOver {
    constructor(again: () => void);
    add(): boolean;
}

export const PEER_TIMEOUT_OPTIONS: {
    peerTimeout: OptionRule<number, number>;
};

export interface PeerCommand {
    readonly data: Uint8Array;
    readonly name: string;
}

class PeerGate {
    constructor(host: PeerGateHost, timeout: number);
    get open(): boolean;
    pass(input: WaitOptions): Promise<void>;
    send(message: MessageInput, options?: WaitOptions, limits?: SendLimits): Promise<boolean>;
}

interface PeerGateHost {
    readonly closed: boolean;
    connectionState(): ConnectionState;
    readonly peerCount: number;
    roomChanged(): void;
    readonly sender: {
        send(message: MessageInput, limits?: SendLimits): Promise<boolean>;
    };
    readonly sendTimeout: number;
    waitFor(condition: () => boolean, what: string, options: WaitOptions): Promise<void>;
}

export interface PeerInfo {
    readonly address?: string | undefined;
    readonly claimedMetadata?: ReadonlyMap<string, string> | undefined;
    readonly mechanism?: string | undefined;
    readonly metadata?: ReadonlyMap<string, string> | undefined;
    readonly routingId?: Uint8Array | undefined;
    readonly socketType?: string | undefined;
    readonly userId?: string | undefined;
}

export interface PeerLink {
    destroy(error?: Error): void;
    end(): void;
    readonly flushed: boolean;
    halt(): void;
    readonly maxFrameBytes: number;
    readonly over: boolean;
    readonly peer: PeerInfo;
    resume(): void;
    send(message: Outgoing): boolean;
    sendCommand(command: PeerCommand): void;
    readonly synchronous: boolean;
}

interface PeerStats {
    readonly bytesReceived: number | undefined;
    readonly bytesSent: number | undefined;
    readonly dropped: Readonly<Record<DropReason, number>> | undefined;
    readonly messagesReceived: number | undefined;
    readonly messagesSent: number | undefined;
    readonly queuedIncoming: number | undefined;
    readonly queuedOutgoing: number | undefined;
}

export class PeerTable {
    constructor(start?: number);
    assign(pipe: Pipe, id: Uint8Array): void;
    assignAny(pipe: Pipe): void;
    find(id: string | Uint8Array): Pipe | undefined;
    idOf(pipe: Pipe): Uint8Array | undefined;
    release(pipe: Pipe): void;
    remove(pipe: Pipe): void;
    routingIdOf(pipe: Pipe): Uint8Array | undefined;
}

let performance_2: Clock;
export { performance_2 as performance }

export interface Pipe {
    readonly assignedRoutingId?: Uint8Array | undefined;
    drop(reason?: Error): void;
    end?(): void;
    readonly handedOver?: boolean;
    readonly linked?: boolean;
    readonly live: boolean;
    readonly outgoing?: number;
    peek(): Message | undefined;
    readonly peer: PeerInfo;
    read(): Message | undefined;
    readonly readable: boolean;
    recall(message: Outgoing): boolean;
    renew(reason: Error): void;
    readonly unread: number;
    readonly writable: boolean;
    write(message: Outgoing): void;
    writeCommand(command: PeerCommand): void;
}

interface PlainOptions {
    readonly plainPassword?: string | Uint8Array | null | undefined;
    readonly plainServer?: boolean | null | undefined;
    readonly plainUsername?: string | Uint8Array | null | undefined;
}

export function poll<S extends ReadableSocket | WritableSocket>(sockets: Iterable<S | PollItem<S>>, options?: WaitOptions): Promise<PollResult<S>[]>;

interface PollItem<S extends ReadableSocket | WritableSocket = ReadableSocket | WritableSocket> {
    readonly receive?: boolean | undefined;
    readonly send?: boolean | undefined;
    readonly socket: S;
}

interface PollResult<S> {
    readonly closed: boolean;
    readonly readable: boolean;
    readonly socket: S;
    readonly writable: boolean;
}

export interface PrefixMatcher {
    look(block: Uint8Array, start: number, end: number): boolean;
}

export const PROBE_ROUTER_OPTIONS: {
    probeRouter: OptionRule<boolean, boolean>;
};

export interface QueuedWeight {
    readonly exceeded: boolean;
    relieved: (() => void) | undefined;
    readonly weight: number;
}

export interface QueueEntry<T> {
    readonly queued: boolean;
    readonly value: T;
}

let queueMicrotask_2: typeof globalThis.queueMicrotask;
export { queueMicrotask_2 as queueMicrotask }

export const random: () => number;

export function randomUint32(): number;

interface ReadableSocket {
    readonly closed: boolean;
    readonly readable: boolean;
    whenReadable(options?: WaitOptions): Promise<void>;
}

class Readiness {
    constructor(host: ReadinessHost);
    check(): void;
    fail(error: ZMQError): void;
    get waiting(): number;
    whenReadable(options: WaitOptions): Promise<void>;
    whenWritable(options: WaitOptions): Promise<void>;
}

interface ReadinessHost {
    connectionState(): ConnectionState;
    readonly engine: {
        awaitRoom?(): void;
    };
    readonly receiver: {
        readonly ready: boolean;
        watch(watched: boolean): void;
    };
    refusal(): ZMQError | undefined;
    readonly sender: {
        readonly state: SendState;
    };
}

export const readingBudget: StepBudget;

export type ReadInterest =
/** No call waits: the engine must not keep the process alive. */
'none'
/** A call waits that may end at any moment (a timeout, an abort signal). */
| 'brief'
/** A call waits until a message arrives or the socket is closed. */
| 'steady';

const RECEIVE = 1;

type ReceiveGroup = SmallSet<QueueEntry<WaitingReceive>>;

class Receiver {
    constructor(context: ReceiverHost, events: ReceiverEvents);
    abandon(group: ReceiveGroup): void;
    drop(): Message | undefined;
    end(): void;
    fail(error: ZMQError): void;
    get holds(): boolean;
    orderChanged(): void;
    pump(): void;
    get ready(): boolean;
    receive(options: WaitOptions | undefined, group?: ReceiveGroup): Promise<Message>;
    refuseOutOfOrder(): void;
    setFilter(filter: MessageFilter | undefined): void;
    tryReceive(): Message | undefined;
    get waiting(): number;
    watch(watched: boolean): void;
}

interface ReceiverEvents {
    exchangeDelivered(): void;
    receivesDone(): void;
}

interface ReceiverHost {
    connectionState(): ConnectionState;
    readonly draining: {
        readonly refusal: ZMQError | undefined;
        look(): void;
    };
    readonly engine: EngineSocket;
    readonly exchange: SendReceiveState | undefined;
    readonly receiveTimeout: number;
    refusal(): ZMQError | undefined;
}

export abstract class ReceiveSocket<Options extends object = SocketOptions> extends ZMQSocket<Options> implements AsyncIterable<Message> {
    [Symbol.asyncIterator](): AsyncIterableIterator<Message>;
    messages(options?: MessagesOptions): AsyncIterableIterator<Message>;
    get readable(): boolean;
    receive(options?: WaitOptions): Promise<Message>;
    tryReceive(): Message | undefined;
    whenReadable(options?: WaitOptions): Promise<void>;
}

export function ref(timer: object | number): void;

interface Refusal {
    readonly refuse: string;
    readonly status?: 300 | 400 | 500 | undefined;
}

export function registerCryptography(provider: CryptographyProvider): void;

export function registeredClass<C extends SocketClass>(definition: SocketTypeDefinition, socketClass: C): C;

export function registeredCryptography(): CryptographyProvider | undefined;

export function registerEndpointGrammar(protocol: string, grammar: EndpointGrammar): void;

export function registerEngine(engine: Engine, options?: {
    readonly preferred?: boolean;
}): void;

export function registerSocketType(definition: SocketTypeDefinition, socketClass: SocketClass): void;

export function registerTransport(transport: Transport): void;

export function rejectWithinBudget(reason: unknown): Promise<never>;

export class ReportedPeers {
    clear(): void;
    event(name: SocketEventName, input: SocketEvent): void;
    list(): SocketPeer[];
}

export interface RequestedEndpoint {
    readonly action: EndpointAction;
    readonly endpoint: ParsedEndpoint;
    readonly given: string;
}

type ResolvedContextLimits = {
    readonly [Name in keyof ContextLimits]-?: Exclude<ContextLimits[Name], undefined>;
};

export type ResolvedFrom<Rules> = {
    readonly [Name in keyof Rules]: Rules[Name] extends OptionRule<any, infer Resolved> ? Resolved : never;
};

export interface ResolvedOptions extends ResolvedFrom<typeof SOCKET_OPTIONS>, ResolvedTransportOptions {
    readonly conflate?: boolean | undefined;
    readonly routingId?: Uint8Array | undefined;
    readonly security: SecuritySettings;
}

type ResolvedTransportOptions = {
    readonly [Name in keyof TransportOptions]-?: Exclude<TransportOptions[Name], undefined>;
};

export function resolveWithinBudget<T>(value: T): Promise<T>;

type RfcSocketTypeName = 'REQ' | 'REP' | 'PUB' | 'SUB' | 'XPUB' | 'XSUB' | 'PUSH' | 'PULL' | 'DEALER' | 'ROUTER' | 'PAIR';

export class RingQueue<T> {
    [Symbol.iterator](): IterableIterator<T>;
    clear(): void;
    get length(): number;
    peek(): T | undefined;
    push(value: T): void;
    shift(): T | undefined;
}

export interface Routing {
    abandonRequest?(): void;
    attached(pipe: Pipe): void;
    checkRoutingId?(id: Uint8Array): void;
    command?(command: PeerCommand): void;
    confirmations?(number: number): number;
    detached(pipe: Pipe): void;
    established?(pipe: Pipe): void;
    hasMessage?(): boolean;
    hasRoom?(): boolean;
    hasSubscriber?(topic: Uint8Array | undefined): boolean;
    readonly held?: number;
    readonly heldMessages?: number;
    lost?(pipe: Pipe): void;
    optionsChanged?(): void;
    peerCommand?(pipe: Pipe, command: PeerCommand): void;
    readable(pipe: Pipe): void;
    receive(): Message | undefined;
    reserve?(pipe: Pipe | undefined): () => void;
    retired?(pipe: Pipe): void;
    routingIdOf?(pipe: Pipe): Uint8Array | undefined;
    send(message: Outgoing): boolean;
    subscriberCount?(topic: Uint8Array | undefined): number;
    survives?(pipe: Pipe, next: PeerInfo | undefined): boolean;
    unsent?(pipe: Pipe, count: number): void;
    writable(pipe: Pipe): void;
}

export const ROUTING_ID_OPTIONS: {
    routingId: OptionRule<string | Uint8Array<ArrayBufferLike>, Uint8Array<ArrayBufferLike> | undefined>;
};

export class RoutingEngine implements Engine {
    constructor(name: string, transports: readonly Transport[], parts: RoutingEngineParts);
    get endpoints(): EndpointSyntax;
    readonly name: string;
    open(request: OpenSocket): EngineSocket;
    get options(): readonly OptionRules[];
    get protocols(): readonly string[];
    readonly seam = "engine@2";
    readonly security: SecurityScheme;
    warningOf(options: ResolvedOptions): string | undefined;
}

export interface RoutingEngineParts {
    readonly security: SecurityScheme;
    readonly syntaxOf: (grammars: ReadonlyMap<string, EndpointGrammar>) => EndpointSyntax;
    readonly takesRegistered: boolean;
}

export interface RoutingHost<Rules = {}> {
    dropped(reason: DropReason, count: number, pipe?: Pipe): void;
    duplicateRoutingId?(pipe: Pipe, holder: Pipe, routingId: Uint8Array, takenOver: boolean): void;
    readonly options: ResolvedOptions & ResolvedFrom<Rules>;
    readable(): void;
    requestLost(holds: () => boolean): void;
    subscriptionsChanged(): void;
}

export class Secret {
    constructor(bytes: Uint8Array);
    reveal(): Uint8Array;
    toJSON(): string;
    toString(): string;
}

export function secureRandomBytes(length: number): Bytes;

type SecurityOptionName = keyof SecurityOptions;

interface SecurityOptions extends CurveOptions, PlainOptions, AuthenticationOptions {
}

export interface SecurityScheme {
    resolve(given: GivenSecurity): SecuritySettings;
    readonly rules: OptionRules;
    warningOf(settings: SecuritySettings): string | undefined;
}

export interface SecuritySettings {
    readonly authenticate: AuthenticateCallback | undefined;
    readonly authenticateTimeout: number;
    readonly domain: string | Uint8Array | undefined;
    readonly enforceDomain?: boolean;
    readonly mechanism: MechanismName;
    readonly password: Secret | undefined;
    readonly publicKey: Uint8Array | undefined;
    readonly secretKey: Secret | undefined;
    readonly server: boolean;
    readonly serverKey: Uint8Array | undefined;
    readonly username: string | Uint8Array | undefined;
}

const SEND = 2;

export interface SendArguments<Body> {
    readonly body: Body | undefined;
    readonly options: WaitOptions | undefined;
}

export function sendArguments<Body>(member: 'send' | 'trySend', input: readonly unknown[], isBody?: (value: unknown) => boolean): SendArguments<Body>;

class Sender {
    constructor(context: SenderHost, events: SenderEvents);
    get awaited(): number;
    get begun(): number;
    drained(within: number): Promise<void>;
    end(error: ZMQError): void;
    fail(error: ZMQError, noted?: boolean): void;
    failNotBegun(error: ZMQError): void;
    gateOf(host: PeerGateHost, timeout: number): PeerGate | undefined;
    send(input: MessageInput, limits?: SendLimits): Promise<boolean>;
    get state(): SendState;
    trySend(input: MessageInput): boolean;
    turnChanged(): void;
    get waiting(): number;
    writable(taken: boolean): void;
}

interface SenderEvents {
    exchangeAdvanced(): void;
    exchangeFailed(): void;
    ignored(expectation: string): void;
    sendsDone(): void;
}

export type SenderFactory = (host: SenderHost, events: SenderEvents) => Sender;

interface SenderHost {
    connectionState(): ConnectionState;
    readonly copyFramesUpToBytes: number;
    readonly definition: Pick<SocketTypeDefinition, 'className' | 'multipart'>;
    readonly engine: EngineSocket;
    readonly exchange: SendReceiveState | undefined;
    readonly gate: {
        readonly open: boolean;
    } | undefined;
    refusal(): ZMQError | undefined;
    readonly sendTimeout: number;
}

class SendLimits {
    constructor(timeout: number, signal: AbortSignal | undefined, began?: number);
    release(): void;
    readonly timeout: number;
    watch(late: () => void, aborted: (reason: unknown) => void): void;
}

export interface SendReceiveHost<Rules = {}> {
    abandonRequest(): void;
    failReceives(error: ZMQError): void;
    readonly options: ResolvedOptions & ResolvedFrom<Rules>;
    readonly waitingSends: number;
}

export interface SendReceiveState {
    beginSend(): boolean;
    delivered(): void;
    failSend(): void;
    mayDeliver(): boolean;
    maySend?(): boolean;
    readonly pending?: boolean;
    receiveRefusal(): string | undefined;
    requestLost?(): void;
    readonly sendExpectation: string;
    readonly waits?: boolean;
}

export abstract class SendSocket<Options extends object = SocketOptions> extends ZMQSocket<Options> {
    constructor(definition: SocketTypeDefinition, endpoint?: string | readonly string[], options?: Options);
    send(message: MessageInput, options?: WaitOptions): Promise<boolean>;
    get sendState(): SendState;
    trySend(message: MessageInput): boolean;
    whenWritable(options?: WaitOptions): Promise<void>;
    get writable(): boolean;
}

type SendState = 'ready' | 'full' | 'out-of-turn' | 'closed';

export function setDebugLog(write: DebugLog | undefined): void;

export function setDefaultEngine(engine: EngineChoice | undefined): void;

let setImmediate_2: Immediates['setImmediate'];
export { setImmediate_2 as setImmediate }

let setInterval_2: typeof globalThis.setInterval;
export { setInterval_2 as setInterval }

export function setMessagePeer(message: AnyMessage, peer: PeerInfo): void;

let setTimeout_2: typeof globalThis.setTimeout;
export { setTimeout_2 as setTimeout }

export function sharedSlot<T extends object>(name: string, make: () => T): T;

export function showValue(value: unknown): string;

class SmallSet<T> {
    add(member: T): void;
    delete(member: T): boolean;
    members(): T[];
    get size(): number;
}

export const SOCKET_OPTIONS: {
    sendHighWaterMark: OptionRule<number, number>;
    receiveHighWaterMark: OptionRule<number, number>;
    sendHighWaterMarkBytes: {
        accepts: string;
        fallback: number;
        confidential?: boolean;
        libzmq?: number | ((value: number) => readonly LibzmqSetting[]);
        describe?(value: unknown): string | undefined;
        check(value: unknown): boolean;
        resolve?(value: number): number;
        change: "at once";
    };
    receiveHighWaterMarkBytes: {
        accepts: string;
        fallback: number;
        confidential?: boolean;
        libzmq?: number | ((value: number) => readonly LibzmqSetting[]);
        describe?(value: unknown): string | undefined;
        check(value: unknown): boolean;
        resolve?(value: number): number;
        change: "at once";
    };
    maxIncomingBytes: OptionRule<number, number>;
    copyFramesUpToBytes: OptionRule<number, number>;
    linger: OptionRule<number, number>;
    sendTimeout: OptionRule<number, number>;
    receiveTimeout: OptionRule<number, number>;
    reconnectInterval: OptionRule<number, number>;
    reconnectMaxInterval: OptionRule<number, number>;
    connectTimeout: OptionRule<number, number>;
    handshakeInterval: OptionRule<number, number>;
    heartbeatInterval: OptionRule<number, number>;
    heartbeatTimeout: OptionRule<number, number | undefined>;
    heartbeatTimeToLive: OptionRule<number, number>;
    immediate: OptionRule<boolean, boolean>;
    maxMessageSize: {
        accepts: string;
        fallback: number;
        change: "new endpoints";
        libzmq: (value: number) => [number, bigint][];
        check: (value: unknown) => boolean;
    };
};

export type SocketClass = abstract new (...args: never[]) => ZMQSocket;

export class SocketCore implements ContextMember, Forgettable, LiveSocket, ObservedSocket {
    constructor(definition: SocketTypeDefinition, endpoint: string | readonly string[] | undefined, options: unknown, senderOf: SenderFactory | undefined);
    assertOpen(): void;
    bind(text: string): Promise<string>;
    bindSync(text: string): string;
    close(options?: CloseOptions): Promise<void>;
    closeAtExit(): Promise<void>;
    get closed(): boolean;
    closeForgotten(forgottenForMs: number): boolean;
    connect(text: string, routingId?: Uint8Array): void;
    connected(options: WaitOptions & {
        readonly peers?: number | undefined;
    }): Promise<void>;
    connectionState(): ConnectionState;
    copyFramesUpToBytes: number;
    readonly definition: SocketTypeDefinition;
    disconnect(text: string): void;
    readonly draining: Draining;
    readonly emitter: Emitter;
    get endpoint(): string | null;
    get endpoints(): readonly string[];
    readonly engine: EngineSocket;
    readonly engineName: string;
    readonly exchange: SendReceiveState | undefined;
    gate: PeerGate | undefined;
    getOption(name: string): unknown;
    observe(observer: EventObserver): () => void;
    get options(): ResolvedOptions;
    ownStats: (() => object) | undefined;
    get peerCount(): number;
    get peers(): readonly SocketPeer[];
    get readiness(): Readiness;
    readonly ready: Promise<void>;
    readonly receiver: Receiver;
    receiveTimeout: number;
    refusal(): ZMQError | undefined;
    roomChanged(): void;
    readonly sender: Sender;
    sendTimeout: number;
    setOption(name: string, value: unknown): void;
    stats(): SocketStats;
    unbind(text: string): Promise<void>;
    get undelivered(): number;
    waitFor(condition: () => boolean, what: string, options?: WaitOptions): Promise<void>;
    waitInTurn(condition: () => boolean, what: string, options?: WaitOptions): Promise<void>;
}

export class SocketCounters {
    bytesReceived: number;
    bytesSent: number;
    readonly dropped: Record<DropReason, number>;
    messagesReceived: number;
    messagesSent: number;
}

abstract class SocketEmitter {
    addListener<N extends SocketEventName>(event: N, listener: SocketListener<N>): this;
    emit<N extends SocketEventName>(event: N, value: SocketEvents[N]): boolean;
    eventNames(): SocketEventName[];
    getMaxListeners(): number;
    listenerCount<N extends SocketEventName>(event: N, listener?: SocketListener<N>): number;
    listeners<N extends SocketEventName>(event: N): SocketListener<N>[];
    off<N extends SocketEventName>(event: N, listener: SocketListener<N>): this;
    on<N extends SocketEventName>(event: N, listener: SocketListener<N>): this;
    once<N extends SocketEventName>(event: N, listener: SocketListener<N>): this;
    prependListener<N extends SocketEventName>(event: N, listener: SocketListener<N>): this;
    prependOnceListener<N extends SocketEventName>(event: N, listener: SocketListener<N>): this;
    rawListeners<N extends SocketEventName>(event: N): SocketListener<N>[];
    removeAllListeners(event?: SocketEventName): this;
    removeListener<N extends SocketEventName>(event: N, listener: SocketListener<N>): this;
    setMaxListeners(count: number): this;
}

interface SocketEvent {
    readonly endpoint?: string | undefined;
    readonly error?: Error | undefined;
    readonly peer?: PeerInfo | undefined;
}

export type SocketEventName = keyof SocketEvents;

export interface SocketEvents {
    'bind-failed': SocketEvent;
    'connect-delayed': SocketEvent;
    'connect-retried': ConnectRetriedEvent;
    'duplicate-routing-id': DuplicateRoutingIdEvent;
    'handshake-failed': HandshakeFailedEvent;
    'handshake-succeeded': SocketEvent;
    accepted: SocketEvent;
    closed: SocketEvent;
    connected: SocketEvent;
    disconnected: SocketEvent;
    dropped: DroppedEvent;
    error: Error & SocketEvent;
    ignored: IgnoredEvent;
    listening: SocketEvent;
    warning: WarningEvent;
}

type SocketListener<N extends SocketEventName> = (event: SocketEvents[N]) => void;

class SocketLog {
    constructor(type: string);
    event<N extends SocketEventName>(name: N, event: SocketEvents[N]): void;
}

export interface SocketOptions extends TransportOptions, SecurityOptions, MechanismOptions {
    readonly connectTimeout?: number | undefined;
    readonly context?: ZMQContext | undefined;
    readonly copyFramesUpToBytes?: number | undefined;
    readonly engine?: EngineChoice | undefined;
    readonly handshakeInterval?: number | undefined;
    readonly heartbeatInterval?: number | undefined;
    readonly heartbeatTimeout?: number | undefined;
    readonly heartbeatTimeToLive?: number | undefined;
    readonly immediate?: boolean | undefined;
    readonly linger?: number | undefined;
    readonly maxIncomingBytes?: number | undefined;
    readonly maxMessageSize?: number | undefined;
    readonly receiveHighWaterMark?: number | undefined;
    readonly receiveHighWaterMarkBytes?: number | undefined;
    readonly receiveTimeout?: number | undefined;
    readonly reconnectInterval?: number | undefined;
    readonly reconnectMaxInterval?: number | undefined;
    readonly sendHighWaterMark?: number | undefined;
    readonly sendHighWaterMarkBytes?: number | undefined;
    readonly sendTimeout?: number | undefined;
}

interface SocketPeer {
    readonly connected: boolean;
    disconnect(options?: CloseOptions): void;
    readonly endpoint: string;
    readonly info: PeerInfo;
    readonly routingId: Uint8Array | undefined;
    readonly since: Date | undefined;
    stats(): PeerStats;
}

interface SocketStats {
    readonly bytesReceived: number;
    readonly bytesSent: number;
    readonly dropped: Readonly<Record<DropReason, number>>;
    readonly ignored: number;
    readonly messagesReceived: number;
    readonly messagesSent: number;
    readonly peers: number;
    readonly queuedIncoming: number | undefined;
    readonly queuedOutgoing: number | undefined;
    readonly waitingSends: number;
}

export interface SocketTypeDefinition<Rules extends object = {}> {
    readonly className: string;
    readonly connectsOnce?: boolean;
    readonly defaultAction: DefaultAction;
    exchange?(context: SendReceiveHost<Rules>): SendReceiveState;
    readonly exclusive?: boolean;
    readonly libzmq?: LibzmqSocketType;
    readonly lockstep?: 'send-first' | 'receive-first';
    readonly multipart?: boolean;
    readonly muteAction?: 'block' | 'drop';
    readonly options?: Rules;
    readonly peerCommands?: readonly string[];
    readonly peers: readonly SocketTypeName[];
    readonly protocols?: readonly string[];
    readonly raw?: boolean;
    readonly receives: boolean;
    routing?(context: RoutingHost<Rules>): Routing;
    readonly routingIdFrame?: boolean;
    readonly seam: 'routing@2';
    readonly sends: boolean;
    readonly sendsIdentity?: boolean;
    readonly subscriptions?: 'sent' | 'received';
    readonly type: SocketTypeName;
}

export type SocketTypeName = RfcSocketTypeName | keyof SocketTypes;

interface SocketTypes {
}

export class StepBudget {
    constructor(maxMs: number);
    defer(resume: () => void): void;
    elapsed(): number;
    enter(): void;
    leave(): number;
    get over(): boolean;
}

export const SUBSCRIBE = "SUBSCRIBE";

export function subscribeCommand(topic: Uint8Array): PeerCommand;

export function takeFrames(message: AnyMessage): Frame[];

export const TCP_ENDPOINTS: EndpointGrammar<TcpEndpoint>;

export interface TcpEndpoint {
    readonly host: TcpHost;
    readonly port: TcpPort;
    readonly protocol: 'tcp';
    readonly source?: TcpSource;
}

type TcpHost = {
    readonly kind: 'any';
} | {
    readonly kind: 'ipv4';
    readonly address: string;
} | {
    readonly kind: 'ipv6';
    readonly address: string;
    readonly zone?: string;
} | {
    readonly kind: 'name';
    readonly name: string;
};

type TcpPort = FixedPort | {
    readonly kind: 'any';
} | {
    readonly kind: 'random';
} | {
    readonly kind: 'range';
    readonly first: number;
    readonly last: number;
    readonly order: 'ascending' | 'random';
};

interface TcpSource {
    readonly host: TcpHost;
    readonly port: FixedPort | {
        readonly kind: 'any';
    };
}

export const textLength: (text: string) => number;

export function throwLater(error: unknown): void;

export function toOutgoing(input: MessageInput): Outgoing;

export interface Transport<E extends Endpoint = Endpoint> {
    readonly check?: (local: Pick<LocalSocket, 'definition' | 'options'>) => void;
    dial(endpoint: ParsedEndpoint<E>, local: LocalSocket, watcher: ConnectionEvents): Attempt;
    readonly endpoints: EndpointGrammar<E>;
    listen(endpoint: ParsedEndpoint<E>, local: LocalSocket, watcher: ListenerEvents): Promise<Listener>;
    listenSync?(endpoint: ParsedEndpoint<E>, local: LocalSocket, watcher: ListenerEvents): Listener;
    readonly options?: OptionRules;
    readonly protocol: E['protocol'];
    readonly seam: 'transport@2';
    readonly waitsForBind: boolean;
    readonly warningOf?: (options: ResolvedOptions) => string | undefined;
}

export interface TransportOptions {
}

export const turnBudget: EventLoopBudget;

export class UnfinishedAccount {
    admit(): void;
    bytes: number;
    close(): void;
    inflated: boolean;
    set(bytes: number, overhead: number): void;
}

export interface UnfinishedHolder {
    cut(reason: Error): void;
    hold(): void;
    readonly reading: boolean;
    release(): void;
}

export class UnfinishedMessages {
    constructor(limit: number, queued: QueuedWeight);
    get bytes(): number;
    open(holder: UnfinishedHolder): UnfinishedAccount;
}

export function unfinishedMessagesOf(input: {
    readonly options: {
        readonly maxIncomingBytes: number;
    };
    readonly queued?: QueuedWeight;
}): UnfinishedMessages | undefined;

export function unref<T extends object | number>(timer: T): T;

export const WAIT_OPTION_CHECKS: {
    timeout: typeof checkDuration;
    signal: typeof checkSignal;
};

interface WaitingReceive {
    detach: (() => void) | undefined;
    readonly group: ReceiveGroup | undefined;
    readonly reject: (error: unknown) => void;
    readonly resolve: (message: Message | Promise<never>) => void;
    readonly steady: boolean;
    timer: ReturnType<typeof setTimeout_2> | undefined;
}

export interface WaitOptions {
    readonly signal?: AbortSignal | undefined;
    readonly timeout?: number | undefined;
}

interface WarningEvent extends SocketEvent {
    readonly reason: string;
}

export function weightOfMessage(message: AnyMessage): number;

export function weightOfOutgoing(message: Outgoing): number;

interface WritableSocket {
    readonly closed: boolean;
    whenWritable(options?: WaitOptions): Promise<void>;
    readonly writable: boolean;
}

export const writeText: (bytes: Uint8Array, text: string, start: number) => number;

export function z85Decode(text: string): Uint8Array;

export function z85Encode(bytes: Uint8Array): string;

export class ZMQContext {
    [Symbol.asyncDispose](): Promise<void>;
    static [Symbol.hasInstance](value: unknown): boolean;
    constructor(options?: ContextOptions);
    close(options?: CloseOptions): Promise<void>;
    get closed(): boolean;
    get engine(): EngineChoice | undefined;
    getOption<Name extends keyof ContextLimits>(name: Name): ResolvedContextLimits[Name];
    setOption<Name extends keyof ContextLimits>(name: Name, value: ContextLimits[Name]): void;
    get size(): number;
}

export class ZMQError extends Error {
    static [Symbol.hasInstance](value: unknown): boolean;
    constructor(code: ZMQErrorCode, message: string, details?: ZMQErrorDetails);
    readonly code: ZMQErrorCode;
    readonly endpoint?: string;
}

export type ZMQErrorCode = 'EACCES' | 'EADDRINUSE' | 'EADDRNOTAVAIL' | 'EAGAIN' | 'ECANCELED' | 'ECONNREFUSED' | 'ECONNRESET' | 'EFSM' | 'EHOSTUNREACH' | 'EINVAL' | 'EMFILE' | 'EMSGSIZE' | 'ENAMETOOLONG' | 'ENOBUFS' | 'ENODEV' | 'ENOENT' | 'ENOTFOUND' | 'ENOTSOCK' | 'ENOTSUP' | 'EPROTO' | 'EPROTONOSUPPORT' | 'ETERM' | 'ETIMEDOUT' | (string & {});

interface ZMQErrorDetails {
    readonly cause?: unknown;
    readonly endpoint?: string | undefined;
}

export abstract class ZMQSocket<Options extends object = SocketOptions> extends SocketEmitter implements AsyncDisposable {
    [Symbol.asyncDispose](): Promise<void>;
    constructor(definition: SocketTypeDefinition, endpoint?: string | readonly string[], options?: Options, senderOf?: SenderFactory);
    bind(endpoint: string): Promise<string>;
    bindSync(endpoint: string): string;
    close(options?: CloseOptions): Promise<void>;
    get closed(): boolean;
    connect(endpoint: string): void;
    connected(options?: ConnectedOptions): Promise<void>;
    disconnect(endpoint: string): void;
    drain(options?: DrainOptions): Promise<void>;
    get endpoint(): string | null;
    get engine(): string;
    getOption<Name extends OptionName<Options>>(name: Name): OptionValue<Options, Name>;
    get peers(): readonly SocketPeer[];
    get ready(): Promise<void>;
    setOption<Name extends OptionName<Options>>(name: Name, value: Options[Name]): void;
    stats(): SocketStats;
    get type(): SocketTypeName;
    unbind(endpoint: string): Promise<void>;
}

export const ZMTP_SECURITY: SecurityScheme;

export function zmtpOnly(option: string): () => never;
