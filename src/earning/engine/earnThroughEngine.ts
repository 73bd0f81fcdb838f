import {
  accountNotActive,
  accountNotFound,
  earningBelongsToEngine,
  earningRefusedByEngine,
  transactionConflict,
} from '../../failure/refusals.ts';
import { groupBy } from '../../ledger/groupBy.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { LedgerUnavailable } from '../../ledger/ledgerUnavailable.ts';
import { answerRecordings, type Answer } from '../answerRecordings.ts';
import type { Recording } from '../prepareRecording.ts';
import { unanswered } from '../unanswered.ts';
import type { RefusedTransaction } from './earningHandover.ts';
import type { EngineAwarding } from './engineAwarding.ts';
import type { EngineEarning } from './engineEarning.ts';
import type { EngineRecording } from './engineRecording.ts';
import { earningReasonOf, toEngineEarning } from './toEngineEarning.ts';
import { newestTries } from './newestTries.ts';
import { whyNotEarning } from './whyNotEarning.ts';

/**
 * Hands transactions to their programs' engines, whose rules decide, and answers each in the order given: with what was
 * awarded, or with an earning that waits until it is told.
 */
export async function earnThroughEngine(
  ledger: Ledger,
  awarding: EngineAwarding,
  recordings: readonly EngineRecording[],
): Promise<readonly Answer[]> {
  if (recordings.length === 0) return [];
  try {
    const rows = await keep(ledger, awarding, recordings);
    const kept = rows.filter(isRow);
    const handed = await awarding.handover.handOver(kept);
    const after = new Map(kept.map((row, index) => [row, handed[index] ?? null]));
    return rows.map((row, index) => {
      const recording = recordings[index];
      if (recording === undefined || !isRow(row)) return row as Answer;
      return answerOf(after.get(row) ?? null, recording.program.decimals);
    });
  } catch (error) {
    return recordings.map(() => unanswered(error));
  }
}

function isRow(one: EngineEarning | Answer): one is EngineEarning {
  return 'engineKind' in one;
}

/** The rows that were made now or before, or why there are none. An id of before the program had an engine is the ledger's. */
async function keep(
  ledger: Ledger,
  { earnings }: EngineAwarding,
  asked: readonly EngineRecording[],
): Promise<readonly (EngineEarning | Answer)[]> {
  const { recordings, known } = await newestTries(earnings, asked);
  const unknown = recordings.filter(({ id }) => !known.has(id));
  const refusals = await refusalsOf(ledger, unknown);
  const mapped = await engineMembersOf(unknown.filter(({ id }) => !refusals.has(id)));
  const toReserve = recordings.flatMap((recording) => {
    const { id, fingerprint, engine, account, transaction, delivery } = recording;
    const row = known.get(id);
    // A message is kept with what it repeats, too.
    if (row !== undefined && (delivery === undefined || row.fingerprint !== fingerprint)) return [];
    const engineMember = row?.engineMember ?? mapped.get(id);
    if (engineMember === undefined) return [];
    const { programId, bucket, memberId } = account;
    const whose = { programId, bucket, accountId: account.id, memberId };
    const where = { engineKind: engine.kind, engineVersion: engine.version, engineMember };
    return [{ id, fingerprint, transaction, delivery, ...whose, ...where }];
  });
  const made = await earnings.reserve(toReserve);
  const reserved = new Map(toReserve.map(({ id }, index) => [id, made[index]]));
  return recordings.map(({ id, fingerprint }) => {
    const row = reserved.has(id) ? reserved.get(id) : known.get(id);
    if (row === null) return gone();
    if (row === undefined) return refusals.get(id) ?? accountNotFound();
    if (row === 'reused' || row.fingerprint !== fingerprint) return transactionConflict();
    return row;
  });
}

/** What refuses transactions before their engine is asked, or answers them without it; by their ids. */
async function refusalsOf(ledger: Ledger, recordings: readonly EngineRecording[]): Promise<Map<string, Answer>> {
  const refusals = new Map<string, Answer>();
  if (recordings.length === 0) return refusals;
  const before = await ledger.movements(recordings.map(({ id }) => id));
  const ours = recordings.filter((_, index) => before[index] != null);
  const replays = await answerRecordings(ledger, ours.map(toReplay));
  for (const [index, { id }] of ours.entries()) refusals.set(id, replays[index] ?? accountNotFound());
  const others = recordings.filter(({ id }) => !refusals.has(id));
  const accounts = await ledger.accounts(others.map(({ account }) => account));
  for (const [index, { id, engine }] of others.entries()) {
    const account = accounts[index] ?? null;
    const why = whyNotEarning(engine);
    if (why !== null) refusals.set(id, earningBelongsToEngine(why));
    else if (account?.status === 'CLOSED') refusals.set(id, accountNotActive(account.status));
  }
  return refusals;
}

/** What our ledger recorded under its id, the ledger compares and tells. */
function toReplay({ id, fingerprint, account, program, transaction, delivery }: EngineRecording): Recording {
  return {
    command: {
      kind: 'AWARD',
      id,
      fingerprint,
      account,
      program,
      reads: [],
      assess() {
        throw new Error(`transaction ${transaction.id} was recorded and is not there`);
      },
      effectiveAt: transaction.occurredAt,
      ...(delivery !== undefined && { delivery }),
    },
    assessed: () => null,
  };
}

/** The members as their engines know them, by the recordings' ids; one statement for each program's. */
async function engineMembersOf(recordings: readonly EngineRecording[]): Promise<Map<string, string>> {
  const mapped = new Map<string, string>();
  for (const [engine, of] of groupBy(recordings, ({ engine }) => engine)) {
    const members = await engine.membersOf(of.map(({ account }) => account.memberId));
    for (const [index, { id }] of of.entries()) {
      const member = members[index];
      if (member != null) mapped.set(id, member.id);
    }
  }
  return mapped;
}

/** Somebody else recorded the same at once, and was told that it is refused: so will they be who repeat it. */
function gone(): Answer {
  return new LedgerUnavailable(new Error('the transaction is not there any more'));
}

function answerOf(then: EngineEarning | RefusedTransaction | null, decimals: number): Answer {
  if (then === null) return gone();
  if ('engineKind' in then) return { ok: true, value: toEngineEarning(then, decimals) };
  if (then.refused === 'MEMBER_UNKNOWN') return accountNotFound();
  if (then.refused === 'ACCOUNT_NOT_ACTIVE') return accountNotActive('FROZEN');
  return earningRefusedByEngine(earningReasonOf(then.refused), then.words);
}
