import type { Engine } from '../connectors/engines.ts';
import type { EngineMember } from '../connectors/loyaltyConnector.ts';
import { unexpected } from '../failure/unexpected.ts';
import type { AccountRef } from '../ledger/account.ts';
import { formatMinor } from '../ledger/points.ts';
import type { Program } from '../program/programs.ts';
import { compensate } from './compensate.ts';
import { findingsOf } from './findingsOf.ts';
import { mirrorMovement } from './learnMovements.ts';
import { type Doubted, possiblyLateBy } from './possiblyLate.ts';
import { type Compared, readStatement } from './readStatement.ts';
import type { Counts, Finding, ReconciliationRun } from './reconciliationBooks.ts';
import type { ReconciliationContext } from './reconciliationContext.ts';

const NOTHING: Counts = { members: 1, movements: 0, matched: 0, imported: 0, reversed: 0, adjusted: 0 };

/**
 * Compares one member's statements, puts right what can be, and keeps what is open. Everything it writes is idempotent,
 * so that it may be killed and repeated, or done twice at once. Throws EngineUnavailable.
 */
export async function reconcileMember(
  context: ReconciliationContext,
  run: ReconciliationRun,
  engine: Engine,
  program: Program,
  whose: { readonly account: AccountRef; readonly member: EngineMember },
): Promise<Counts> {
  const { books, limits, now, reached } = context;
  const { account } = whose;
  const { capabilities } = engine.connector;
  const open = await books.openItems(account);
  // What an open item is about is read again, however long ago it was.
  const since = Math.min(run.from.getTime(), ...open.map(({ since }) => since.getTime() - 60_000));
  const from = new Date(since);
  const read = async (): Promise<Compared | null> =>
    readStatement(context, engine, program, { account, member: whose.member, from });
  const judge = (one: Compared): readonly Finding[] =>
    findingsOf(one, { capabilities, decimals: program.decimals, from, now: now(), limits, open });

  let compared = await read();
  if (compared === null) return NOTHING;
  let { imported } = compared;
  let findings = judge(compared);
  const late = findings.filter(({ kind }) => kind === 'LATE_DEBIT');
  let asked = false;
  for (const finding of late) {
    asked = (await compensate(context, engine, program, { ...whose, run }, finding, compared)) || asked;
  }
  // What the engine answered does not count: its history says what it did.
  const again = asked ? await read() : null;
  if (again !== null) {
    compared = again;
    imported += again.imported;
    findings = judge(again);
  }
  const reversed = late.length - findings.filter(({ kind }) => kind === 'LATE_DEBIT').length;
  // What is only possible keeps our books from nothing: they have all that the engine's history has.
  const explained = findings.every(({ kind }) => kind === 'POSSIBLE_LATE_DEBIT');
  const doubted = { capabilities, decimals: program.decimals, now: now(), open };
  const adjustment = explained ? await adjust(context, program, { account, run, doubted }, compared) : null;
  await books.keep(run, account, adjustment === null ? findings : [...findings, adjustment]);
  await reached?.('kept');
  const matched = compared.sorted.filter(({ as }) => as === 'ours').length;
  const movements = compared.movements.length;
  return { members: 1, movements, matched, imported, reversed, adjusted: adjustment === null ? 0 : 1 };
}

/**
 * Brings our books to the engine's balance where its movements do not explain it: what a member had before the first run,
 * and everything of an engine without a history. Named by where our account stood, so that two runs do it once. Where it
 * may be a debit of a redemption that was declined, the item is open before: nothing shows it once our books are right.
 */
async function adjust(
  { books, ledger, now, reached }: ReconciliationContext,
  program: Program,
  whose: { readonly account: AccountRef; readonly run: ReconciliationRun; readonly doubted: Doubted },
  compared: Compared,
): Promise<Finding | null> {
  if (compared.apart === null || compared.apart.minor === 0n) return null;
  const { account, run, doubted } = whose;
  const { minor, seq } = compared.apart;
  const late = possiblyLateBy(minor, compared, doubted);
  if (late !== null) await books.intend(run, account, late, 0);
  const engineReference = `balance:${account.id}:${seq}`;
  const at = now();
  const words = "To the engine's balance";
  const outcome = await ledger.post(
    mirrorMovement(program, account, { engineReference, occurredAt: at, words }, minor),
  );
  if (outcome.status === 'conflict') return late;
  if (outcome.status !== 'accepted') throw unexpected(outcome);
  await reached?.('adjusted');
  if (late !== null) return late;
  const size = formatMinor(minor < 0n ? -minor : minor, program.decimals);
  return {
    about: engineReference,
    kind: 'BALANCE',
    redemptionId: null,
    engineReference: null,
    points: minor < 0n ? -minor : minor,
    since: at,
    reason: `The engine had ${size} points ${minor < 0n ? 'less' : 'more'} than its movements say; our books follow it.`,
    action: null,
  };
}
