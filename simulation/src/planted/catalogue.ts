// All planted bugs by name. A simulation that lets one of them pass is worth nothing.

import * as rules from './in-rulebook.ts';
import * as store from './in-store.ts';
import * as views from './in-views.ts';
import type { Plant } from './plant.ts';

export const plantedBugs: Readonly<Record<string, Plant>> = {
  'the key look-up is skipped': store.keyLookUpSkipped,
  'a refused key is decided anew': store.refusalNotSticky,
  'holds are ignored in the funds check': rules.holdsIgnored,
  'facts are announced before the commit': store.publishedBeforeCommit,
  'a failed commit is swallowed': store.failedCommitSwallowed,
  'after a lost answer nobody looks whether it happened': store.doubtForgotten,
  'the head is let go between deciding and writing': store.headLockDropped,
  'a batch is committed in two halves': store.appendInTwo,
  'what another server wrote is not noticed': store.cacheOutOfDate,
  'a snapshot is taken for another version': store.snapshotOfAnotherVersion,
  'the time of recording is that of a raw clock': store.rawClock,
  'the second side of a transfer is lost': rules.secondSideLost,
  'a transaction is reversed twice': rules.reversedTwice,
  'a hold is captured after its end': rules.capturedTooLate,
  'a hold expires before its end': rules.expiredTooEarly,
  'an account is closed over open holds': rules.closedOverHolds,
  'a frozen account takes deposits': rules.frozenTakesDeposits,
  'a release leaves the hold in the state': rules.releaseForgotten,
  'the projection adds instead of assigning': views.addedInsteadOfAssigned,
  'the projection rounds money': views.moneyAsFloat,
  'a follower skips a fact between pages': views.tailSkips,
  'a history skips a fact between pages': views.pageSkips,
  'If-Match is ignored': views.conditionIgnored,
  'an atomic bulk is carried out in pieces': views.bulkInPieces,
  'a dry run writes': views.dryRunWrites,
};
