// What can go wrong below the rules, told apart by what the caller may do about it.

/** The queue is full: nothing was taken in, try again later. */
export class Overloaded extends Error {
  override readonly name = 'Overloaded';
}

/** The processor is stopping and takes nothing more. */
export class Stopping extends Error {
  override readonly name = 'Stopping';
}

/** The database can not be reached or is locked; nothing was recorded. */
export class StoreUnavailable extends Error {
  override readonly name: string = 'StoreUnavailable';
}

/** The connection broke during commit: only the log can tell whether it happened. */
export class CommitUnknown extends StoreUnavailable {
  override readonly name = 'CommitUnknown';
}

/** The database is not what Passbook may run on; the message says which check and what to do. */
export class BootCheckFailed extends Error {
  override readonly name = 'BootCheckFailed';
}
