import {
  accountNotActive,
  accountNotFound,
  balanceLimit,
  currencyRateNotFound,
  earningCapExceeded,
  transactionConflict,
} from '../failure/refusals.ts';
import { unexpected } from '../failure/unexpected.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Outcome, Rejection } from '../ledger/outcome.ts';
import type { RecordTransactionResult } from './earningUseCases.ts';
import type { Recording } from './prepareRecording.ts';
import { RateNotFound } from './rateNotFound.ts';
import { earningJustMade, toEarning } from './toEarning.ts';
import { unanswered } from './unanswered.ts';

/** An outcome, or what it would have thrown. */
export type Answer = RecordTransactionResult | Error;

/**
 * Posts recordings together, in their order, and answers each as it was prepared. A replay answers with the earning
 * as it stands now: all of them are read by one statement, and what was recorded just now by none.
 */
export async function answerRecordings(
  ledger: Ledger,
  prepared: readonly (Recording | Answer)[],
): Promise<readonly Answer[]> {
  // All in one turn, so that the ledger's lanes take them in batches.
  const posted = await Promise.all(prepared.map(async (one) => (isRecording(one) ? post(ledger, one) : one)));
  const again = posted.filter(isRecording);
  if (again.length === 0) return posted as readonly Answer[];
  const earnings = await currentEarnings(ledger, again);
  return posted.map((one) => (isRecording(one) ? (earnings.get(one.command.id) ?? missing(one)) : one));
}

function isRecording(one: Recording | Answer): one is Recording {
  return !(one instanceof Error) && 'command' in one;
}

/** The answer; or the recording itself when its earning is to be read. */
async function post(ledger: Ledger, recording: Recording): Promise<Recording | Answer> {
  try {
    return answerOf(recording, await ledger.post(recording.command));
  } catch (error) {
    return error instanceof RateNotFound ? currencyRateNotFound(error.currencyCode) : unanswered(error);
  }
}

function answerOf(recording: Recording, outcome: Outcome): Recording | Answer {
  const { account, program } = recording.command;
  if (outcome.status === 'absent') return accountNotFound();
  if (outcome.status === 'conflict') return transactionConflict();
  if (outcome.status === 'rejected') return refusalOf(outcome.rejection, program.decimals) ?? unexpected(outcome);
  if (outcome.status === 'idle') return unexpected(outcome);
  const assessment = recording.assessed();
  if (outcome.replayed || assessment === null || 'rejection' in assessment) return recording;
  return { ok: true, value: earningJustMade(outcome.receipt, account, assessment, program.decimals) };
}

function refusalOf(rejection: Rejection, decimals: number): RecordTransactionResult | null {
  if (rejection.code === 'ACCOUNT_NOT_ACTIVE') return accountNotActive(rejection.status);
  if (rejection.code === 'BALANCE_LIMIT') return balanceLimit(rejection.greatest, decimals);
  return rejection.code === 'CAP_EXCEEDED' ? earningCapExceeded(rejection, decimals) : null;
}

async function currentEarnings(ledger: Ledger, recordings: readonly Recording[]): Promise<Map<string, Answer>> {
  const ids = [...new Set(recordings.map(({ command }) => command.id))];
  const decimals = new Map(recordings.map(({ command }) => [command.id, command.program.decimals]));
  try {
    const movements = await ledger.movements(ids);
    return new Map(
      movements
        .filter((movement) => movement !== null)
        .map((movement) => [movement.id, { ok: true, value: toEarning(movement, decimals.get(movement.id) ?? 0) }]),
    );
  } catch (error) {
    return new Map(ids.map((id) => [id, unanswered(error)]));
  }
}

function missing({ command }: Recording): Error {
  return new Error(`earning ${command.id} was accepted and is not there`);
}
