import { NativeEngine, registerEngine } from '@zeromq-ts/core/spi';
import { inproc } from '../../packages/transports/src/inproc/index.js';

registerEngine(new NativeEngine('zmtp', [inproc]), { preferred: true });
