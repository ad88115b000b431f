// The facts: a log in SQL, the command processor that writes it, and how to follow it.

export { isUnavailable } from './availability.ts';
export { checkAtBoot, type BootFinding } from './boot-check.ts';
export { canonicalJson } from './canonical-json.ts';
export { CommandProcessor } from './command-processor.ts';
export { connect, type ConnectionOptions, type Connections, type Schema } from './connections.ts';
export { systemEdge, type Edge } from './edge.ts';
export { EventEntity } from './entities/event.entity.ts';
export { LogHeadEntity } from './entities/log-head.entity.ts';
export { SnapshotEntity } from './entities/snapshot.entity.ts';
export {
  BootCheckFailed,
  CommitUnknown,
  Overloaded,
  Stopping,
  StoreUnavailable,
} from './errors.ts';
export { leafHash, type StoredEvent } from './fact.ts';
export type { BatchReport, ProcessorOptions } from './group-commit.ts';
export { LogReader, type Position } from './log-reader.ts';
export { LogTail, type TailOptions } from './log-tail.ts';
export type {
  Append,
  Assignment,
  Head,
  KeyReference,
  LogStore,
  LogTransaction,
} from './log-store.ts';
export { systemPace, type Pace } from './pace.ts';
export type { Cell, FoldedFact, InlineProjection, ProjectedColumn, Touched } from './projection.ts';
export {
  differences,
  rebuildProjection,
  type RebuildOptions,
  type RebuildReport,
} from './rebuild.ts';
export { pagesOf, Replay } from './replay.ts';
export type {
  AtomicOutcome,
  CommandContext,
  ExpectedVersion,
  Outcome,
  Preview,
  Submission,
} from './submission.ts';
