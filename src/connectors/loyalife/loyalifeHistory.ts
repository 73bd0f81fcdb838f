import { z } from 'zod';
import { decimalText, idText, negated } from '../http/decimalText.ts';
import { type EngineMember, type EngineMovement, EngineUnavailable } from '../loyaltyConnector.ts';
import { relationOf } from './loyalifeBalance.ts';
import { callLoyalife, type LoyalifeContext } from './loyalifeCall.ts';
import type { LoyalifeSettings } from './loyalifeSettings.ts';
import { fromWallClock, toWallClock } from './localTime.ts';
import { referenceIn } from './merchantName.ts';

const PAGE = 100;
const MOST_PAGES = 100;
/** TransactionType of points that are added: the one value that "Get Transaction Summary by Date" shows. */
const ACCRUAL = 1;

const row = z.object({
  Id: idText,
  Points: decimalText,
  Narration: z.string().nullish(),
  TransactionDate: z.string(),
  RelationReference: z.string().nullish(),
  ExternalReference: z.string().nullish(),
  MerchantName: z.string().nullish(),
  LoyaltyTxnType: z.int().nullish(),
  TransactionType: z.int().nullish(),
});
type Row = z.infer<typeof row>;

/** A member's movements of a time, both ends included, oldest first. Throws EngineUnavailable. */
export async function loyalifeHistory(
  context: LoyalifeContext,
  member: EngineMember,
  from: Date,
  to: Date,
  signal: AbortSignal,
): Promise<readonly EngineMovement[]> {
  const { settings } = context;
  const path = '/transaction-lm/API/Transaction/GetMemberTransactionSummaryByDate';
  const rows = new Map<string, Row>();
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const body = {
      ...relationOf(context, member),
      DateFrom: toWallClock(from, settings.timeZone),
      // The page's times have whole seconds, its movements milliseconds.
      DateTo: toWallClock(new Date(to.getTime() + 999), settings.timeZone),
      MinimumRange: rows.size,
      MaximumRange: PAGE,
    };
    const said = await callLoyalife(context, path, body, z.array(row).nullable(), signal);
    if (said.status !== 'said') throw new EngineUnavailable(said.words);
    const before = rows.size;
    for (const one of said.value ?? []) rows.set(one.Id, one);
    // Count is the number of all that match. A part of a history must not pass for the whole of it.
    if (rows.size >= (said.count ?? rows.size)) return movementsOf([...rows.values()], member, from, to, settings);
    if (rows.size === before) break;
  }
  throw new EngineUnavailable("Loyalife did not give the whole of the member's history.");
}

function movementsOf(
  rows: readonly Row[],
  member: EngineMember,
  from: Date,
  to: Date,
  settings: LoyalifeSettings,
): readonly EngineMovement[] {
  return rows
    .map((one) => movementOf(one, member, settings))
    .filter(({ occurredAt }) => occurredAt >= from && occurredAt <= to)
    .toSorted((a, b) => a.occurredAt.getTime() - b.occurredAt.getTime());
}

function movementOf(one: Row, member: EngineMember, settings: LoyalifeSettings): EngineMovement {
  const whose = one.RelationReference ?? null;
  if (whose !== null && whose.toLowerCase() !== member.id.toLowerCase()) {
    throw new EngineUnavailable("Loyalife answered with another member's history.");
  }
  const occurredAt = fromWallClock(one.TransactionDate, settings.timeZone);
  if (occurredAt === null) throw new EngineUnavailable('Loyalife answered with a time that is not understood.');
  const merchant = one.MerchantName ?? null;
  const words = [one.Narration ?? '', merchant ?? ''].filter((text) => text !== '').join(', ');
  return {
    engineReference: one.ExternalReference ?? one.Id,
    reference: referenceIn(merchant, settings.merchantName),
    points: takes(one, settings) ? negated(one.Points) : one.Points,
    occurredAt,
    words: words === '' ? null : words.slice(0, 200),
  };
}

/** Whether the points, written without a sign, were taken. The pages show no redemption, so this is the best reading. */
function takes({ Points, LoyaltyTxnType, TransactionType }: Row, settings: LoyalifeSettings): boolean {
  if (Points.startsWith('-') || TransactionType === ACCRUAL) return false;
  const types = [settings.redemptionType, ...settings.otherRedemptionTypes];
  return LoyaltyTxnType !== null && LoyaltyTxnType !== undefined && types.includes(LoyaltyTxnType);
}
