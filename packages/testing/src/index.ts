export { RFC_SOCKET_TYPES, definitionOf, optionsOf } from './definitions.js';
export type { RfcSocketType } from './definitions.js';
export { FakeEngine, FakeSocket, addressInUse } from './fake-engine.js';
export { FakePipe, RoutingBench } from './fake-pipe.js';
export { useFakeTime, useRealTime } from './fake-time.js';
export { TEST_DEFINITION, TestSocket, nextTurn, testSocket } from './test-sockets.js';
