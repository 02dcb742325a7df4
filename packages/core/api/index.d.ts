// The public API of @zeromq-ts/core. Written by `pnpm api`.

export interface Acceptance {
    readonly metadata?: Readonly<Record<string, string>> | undefined;
    readonly signal?: AbortSignal | undefined;
    readonly userId: string;
}

interface AnyMessage {
    readonly [Symbol.toStringTag]: 'Message';
    readonly frames: readonly Uint8Array[];
}

export type AuthenticateCallback = (request: AuthenticationRequest) => AuthenticationAnswer | Promise<AuthenticationAnswer>;

export type AuthenticateOption = AuthenticateCallback | Authenticator | Iterable<string | Uint8Array>;

export type AuthenticationAnswer = boolean | Acceptance | Refusal;

export interface AuthenticationOptions {
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

export interface Authenticator {
    authenticate(request: AuthenticationRequest): AuthenticationAnswer | Promise<AuthenticationAnswer>;
}

type BindEndpoint = (TcpEndpoint & {
    readonly source?: never;
}) | Exclude<Endpoint, TcpEndpoint>;

type Bytes = typeof globalThis extends {
    Buffer: {
        isBuffer(value: unknown): value is infer NodeBuffer;
    };
} ? NodeBuffer extends Uint8Array ? NodeBuffer : Uint8Array : Uint8Array;

type Checked<T extends string, Accepted extends string> = T extends unknown ? {} extends Record<T, unknown> ? T : T extends Accepted ? T : Accepted : never;

export interface CloseOptions {
    readonly linger?: number | undefined;
}

export interface ConflateOptions {
    readonly conflate?: boolean | undefined;
}

export interface ConnectedOptions extends WaitOptions {
    readonly peers?: number | undefined;
}

type ConnectEndpoint = ConnectTcpEndpoint | ConnectIpcEndpoint | Exclude<Endpoint, TcpEndpoint | IpcEndpoint>;

interface ConnectionState {
    readonly cause: Error | undefined;
    readonly text: string;
}

interface ConnectIpcEndpoint {
    readonly address: Exclude<IpcAddress, {
        kind: 'wildcard';
    }>;
    readonly protocol: 'ipc';
}

export interface ConnectOptions {
    readonly routingId?: string | Uint8Array | undefined;
}

export interface ConnectRetriedEvent extends SocketEvent {
    readonly interval?: number | undefined;
}

interface ConnectTcpEndpoint {
    readonly host: Exclude<TcpHost, {
        kind: 'any';
    }>;
    readonly port: FixedPort;
    readonly protocol: 'tcp';
    readonly source?: TcpSource;
}

type Constructor<T extends keyof SocketTypes> = Extract<SocketTypes[T], new (...args: never[]) => unknown>;

export interface ContextLimits {
    readonly blocky?: boolean | undefined;
    readonly ipv6?: boolean | undefined;
    readonly maxMessageSize?: number | undefined;
    readonly maxSockets?: number | undefined;
}

export interface ContextOptions extends ContextLimits {
    readonly engine?: EngineChoice | undefined;
}

export function createSocket<T extends keyof SocketTypes>(type: T, ...args: ConstructorParameters<Constructor<T>>): InstanceType<Constructor<T>>;

export interface CurveOptions {
    readonly curvePublicKey?: string | Uint8Array | null | undefined;
    readonly curveSecretKey?: string | Uint8Array | null | undefined;
    readonly curveServer?: boolean | null | undefined;
    readonly curveServerKey?: string | Uint8Array | null | undefined;
}

export type DebugLog = (line: string) => void;

type DefaultAction = 'bind' | 'connect';

export interface DrainOptions extends WaitOptions {
    readonly signal?: AbortSignal | undefined;
    readonly timeout?: number | undefined;
}

export interface DroppedEvent extends SocketEvent {
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

export interface DuplicateRoutingIdEvent extends SocketEvent {
    readonly holder: PeerInfo;
    readonly peer: PeerInfo;
    readonly routingId: Uint8Array;
    readonly takenOver: boolean;
}

export type Endpoint = EndpointKinds[keyof EndpointKinds];

export type EndpointAction = 'bind' | 'connect';

export interface EndpointKinds {
    readonly inproc: InprocEndpoint;
    readonly ipc: IpcEndpoint;
    readonly tcp: TcpEndpoint;
}

export type EndpointListText<T extends string> = Checked<T, `${'' | '@' | '>'}${EndpointProtocol}://${string}`>;

export type EndpointProtocol = Endpoint['protocol'];

interface EndpointSyntax {
    candidates(endpoint: ParsedEndpoint): Iterable<ParsedEndpoint> | undefined;
    canonical(text: string): string;
    forBind(text: string): ParsedEndpoint<BindEndpoint>;
    forConnect(text: string): ParsedEndpoint<ConnectEndpoint>;
    list(value: string | readonly string[], defaultAction: EndpointAction): readonly RequestedEndpoint[];
}

export type EndpointText<T extends string> = Checked<T, `${EndpointProtocol}://${string}`>;

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

interface EngineEvents {
    event<N extends SocketEventName>(name: N, event: SocketEvents[N]): void;
    readable(): void;
    requestLost(): void;
    subscriptionsChanged(): void;
    writable(taken: boolean): void;
}

export type EngineName = 'zmtp' | 'libzmq' | (string & {});

interface EngineSocket {
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

type ExitListener = (messages: number) => void;

export interface FixedPort {
    readonly kind: 'fixed';
    readonly number: number;
}

export function formatEndpoint(endpoint: Endpoint): string;

export type Frame = Bytes;

export type FrameInput = string | ArrayBufferLike | ArrayBufferView;

export type FrameJSON = string | {
    readonly base64: string;
};

type GivenSecurity = Partial<Record<SecurityOptionName, unknown>>;

export interface HandshakeFailedEvent extends SocketEvent {
    readonly reason?: string | undefined;
    readonly rule?: HandshakeRule | undefined;
    readonly status?: number | undefined;
}

export type HandshakeRule =
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

export interface IgnoredEvent extends SocketEvent {
    readonly reason: string;
}

export interface InprocEndpoint {
    readonly name: string;
    readonly protocol: 'inproc';
}

export type IpcAddress = {
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

type LibzmqSetting = readonly [option: number, value: boolean | number | bigint | Uint8Array];

interface LibzmqSocketType {
    readonly observableType?: number;
    readonly type: number;
}

export interface MechanismKinds {
    readonly CURVE: true;
    readonly NULL: true;
    readonly PLAIN: true;
}

export type MechanismName = keyof MechanismKinds;

export interface MechanismOptions {
}

export function merge<S extends MergeableSocket>(...sockets: readonly S[]): AsyncIterableIterator<MergedMessage<S>>;

export interface MergeableSocket<Received extends Message = Message> extends ReadableSocket {
    tryReceive(): Received | undefined;
}

export interface MergedMessage<S extends MergeableSocket> {
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

export type MessageInput = FrameInput | AnyMessage | readonly (FrameInput | AnyMessage)[];

export interface MessagesOptions {
    readonly signal?: AbortSignal | undefined;
}

export function onMessagesAtExit(listener: ExitListener): () => void;

interface OpenSocket {
    readonly context: object;
    readonly definition: SocketTypeDefinition;
    readonly options: ResolvedOptions;
    readonly rules: OptionRules;
    readonly sink: EngineEvents;
}

export type OptionChange = 'at once' | 'new endpoints';

export type OptionName<Options> = keyof Options & string;

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

export type OptionValue<Options, Name extends keyof Options> = Name extends keyof SecurityOptions ? Options[Name] : Extract<Options[Name], Uint8Array> extends never ? Name extends keyof ResolvedOptions ? ResolvedOptions[Name] : Exclude<Options[Name], undefined> : Bytes | undefined;

type Outgoing = string | Uint8Array | readonly (string | Uint8Array)[];

interface ParsedEndpoint<E extends Endpoint = Endpoint> {
    readonly parsed: E;
    readonly text: string;
}

export function parseEndpoint(text: string): Endpoint;

interface PeerCommand {
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

export interface PeerStats {
    readonly bytesReceived: number | undefined;
    readonly bytesSent: number | undefined;
    readonly dropped: Readonly<Record<DropReason, number>> | undefined;
    readonly messagesReceived: number | undefined;
    readonly messagesSent: number | undefined;
    readonly queuedIncoming: number | undefined;
    readonly queuedOutgoing: number | undefined;
}

export interface PeerTimeoutOptions {
    readonly peerTimeout?: number | undefined;
}

interface Pipe {
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

export interface PlainOptions {
    readonly plainPassword?: string | Uint8Array | null | undefined;
    readonly plainServer?: boolean | null | undefined;
    readonly plainUsername?: string | Uint8Array | null | undefined;
}

export function poll<S extends ReadableSocket | WritableSocket>(sockets: Iterable<S | PollItem<S>>, options?: WaitOptions): Promise<PollResult<S>[]>;

export interface PollItem<S extends ReadableSocket | WritableSocket = ReadableSocket | WritableSocket> {
    readonly receive?: boolean | undefined;
    readonly send?: boolean | undefined;
    readonly socket: S;
}

export interface PollResult<S> {
    readonly closed: boolean;
    readonly readable: boolean;
    readonly socket: S;
    readonly writable: boolean;
}

export interface ProbeRouterOptions {
    readonly probeRouter?: boolean | undefined;
}

export interface ReadableSocket {
    readonly closed: boolean;
    readonly readable: boolean;
    whenReadable(options?: WaitOptions): Promise<void>;
}

type ReadInterest =
/** No call waits: the engine must not keep the process alive. */
'none'
/** A call waits that may end at any moment (a timeout, an abort signal). */
| 'brief'
/** A call waits until a message arrives or the socket is closed. */
| 'steady';

export interface Refusal {
    readonly refuse: string;
    readonly status?: 300 | 400 | 500 | undefined;
}

export function registerSocketType(definition: SocketTypeDefinition, socketClass: SocketClass): void;

interface RequestedEndpoint {
    readonly action: EndpointAction;
    readonly endpoint: ParsedEndpoint;
    readonly given: string;
}

export type ResolvedContextLimits = {
    readonly [Name in keyof ContextLimits]-?: Exclude<ContextLimits[Name], undefined>;
};

type ResolvedFrom<Rules> = {
    readonly [Name in keyof Rules]: Rules[Name] extends OptionRule<any, infer Resolved> ? Resolved : never;
};

interface ResolvedOptions extends ResolvedFrom<typeof SOCKET_OPTIONS>, ResolvedTransportOptions {
    readonly conflate?: boolean | undefined;
    readonly routingId?: Uint8Array | undefined;
    readonly security: SecuritySettings;
}

type ResolvedTransportOptions = {
    readonly [Name in keyof TransportOptions]-?: Exclude<TransportOptions[Name], undefined>;
};

type RfcSocketTypeName = 'REQ' | 'REP' | 'PUB' | 'SUB' | 'XPUB' | 'XSUB' | 'PUSH' | 'PULL' | 'DEALER' | 'ROUTER' | 'PAIR';

export interface RoutedMessage extends Message {
    readonly 1: Frame;
    readonly body: Message;
    readonly routingId: Frame;
}

interface Routing {
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

interface RoutingHost<Rules = {}> {
    dropped(reason: DropReason, count: number, pipe?: Pipe): void;
    duplicateRoutingId?(pipe: Pipe, holder: Pipe, routingId: Uint8Array, takenOver: boolean): void;
    readonly options: ResolvedOptions & ResolvedFrom<Rules>;
    readable(): void;
    requestLost(holds: () => boolean): void;
    subscriptionsChanged(): void;
}

export interface RoutingIdOptions {
    readonly routingId?: string | Uint8Array | undefined;
}

class Secret {
    constructor(bytes: Uint8Array);
    reveal(): Uint8Array;
    toJSON(): string;
    toString(): string;
}

type SecurityOptionName = keyof SecurityOptions;

export interface SecurityOptions extends CurveOptions, PlainOptions, AuthenticationOptions {
}

interface SecurityScheme {
    resolve(given: GivenSecurity): SecuritySettings;
    readonly rules: OptionRules;
    warningOf(settings: SecuritySettings): string | undefined;
}

interface SecuritySettings {
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

type SenderFactory = (host: SenderHost, events: SenderEvents) => Sender;

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

interface SendReceiveHost<Rules = {}> {
    abandonRequest(): void;
    failReceives(error: ZMQError): void;
    readonly options: ResolvedOptions & ResolvedFrom<Rules>;
    readonly waitingSends: number;
}

interface SendReceiveState {
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

export type SendState = 'ready' | 'full' | 'out-of-turn' | 'closed';

export function setDebugLog(write: DebugLog | undefined): void;

export function setDefaultEngine(engine: EngineChoice | undefined): void;

const SOCKET_OPTIONS: {
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

class SocketCounters {
    bytesReceived: number;
    bytesSent: number;
    readonly dropped: Record<DropReason, number>;
    messagesReceived: number;
    messagesSent: number;
}

export abstract class SocketEmitter {
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

export interface SocketEvent {
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

export type SocketListener<N extends SocketEventName> = (event: SocketEvents[N]) => void;

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

export interface SocketPeer {
    readonly connected: boolean;
    disconnect(options?: CloseOptions): void;
    readonly endpoint: string;
    readonly info: PeerInfo;
    readonly routingId: Uint8Array | undefined;
    readonly since: Date | undefined;
    stats(): PeerStats;
}

export interface SocketStats {
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

export interface SocketTypes {
}

export interface TcpEndpoint {
    readonly host: TcpHost;
    readonly port: TcpPort;
    readonly protocol: 'tcp';
    readonly source?: TcpSource;
}

export type TcpHost = {
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

export type TcpPort = FixedPort | {
    readonly kind: 'any';
} | {
    readonly kind: 'random';
} | {
    readonly kind: 'range';
    readonly first: number;
    readonly last: number;
    readonly order: 'ascending' | 'random';
};

export interface TcpSource {
    readonly host: TcpHost;
    readonly port: FixedPort | {
        readonly kind: 'any';
    };
}

export interface TransportOptions {
}

export interface WaitOptions {
    readonly signal?: AbortSignal | undefined;
    readonly timeout?: number | undefined;
}

export interface WarningEvent extends SocketEvent {
    readonly reason: string;
}

export interface WritableSocket {
    readonly closed: boolean;
    whenWritable(options?: WaitOptions): Promise<void>;
    readonly writable: boolean;
}

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

export interface ZMQErrorDetails {
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
