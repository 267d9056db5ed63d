export { normalPair, uniformOpen } from './normal';
export { address, philox4x32, purpose, randomWords, seedKey } from './philox';
export { createStream, FastStream, type PathStream, type StreamKind } from './stream';
