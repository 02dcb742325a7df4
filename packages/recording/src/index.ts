// What users of this package have to name, and what the compiler names for them: one install is enough.
export type * from '@zeromq-ts/core';
export { Message, ZMQError } from '@zeromq-ts/core';
export type { ByteSource } from './byte-source.js';
export { convertRecording, type ConversionFormat } from './convert-recording.js';
export { cutRecording, type CutRecordingOptions } from './cut-recording.js';
export type { ExpansionLimits } from './decompress.js';
export {
  describeRecording,
  type RecordedTopic,
  type RecordingDescription,
  type RecordingGap,
} from './describe-recording.js';
export type { ReplayDrift } from './drift.js';
export type {
  CutOffEntry,
  EndEntry,
  EventEntry,
  HeaderEntry,
  JSONValue,
  MessageEntry,
  RecordedDirection,
  RecordingEntry,
  RecordingHeader,
} from './entries.js';
export type { RecordingSource } from './entry-source.js';
export { formatEntry, type MessageDetails } from './format-entry.js';
export { type FrameTime, frameTime } from './frame-time.js';
export { mergeRecordings } from './merge-recordings.js';
export type { NodeWritable, RecordingDestination, RecordingOutput } from './output.js';
export { readRecording, type ReadRecordingOptions } from './read-recording.js';
export { record, type RecordableSocket, type RecordOptions } from './record.js';
export type { EventSource } from './record-events.js';
export { RecordingError } from './recording-error.js';
export { RecordingFileError } from './recording-file-error.js';
export { RecordingFiles, type RecordingFilesOptions } from './recording-files.js';
export {
  type OnFull,
  type RecordingHeaderInput,
  type RecordingSummary,
  RecordingWriter,
  type RecordingWriterOptions,
} from './recording-writer.js';
export { replay, type ReplayOptions, type ReplaySummary, type ReplayTarget } from './replay.js';
export { ReplayControl } from './replay-control.js';
export type { RecordingTime } from './time-range.js';
