import type { Statement } from '../database/port.ts';
import { type Day, dayOf, NEVER } from './day.ts';
import { type JobContext, timeOfLedger } from './jobContext.ts';
import type { Liability } from './ledger.ts';
import type { Minor } from './points.ts';
import type { ProgramPolicy } from './program.ts';

interface LiabilityRow {
  /** Of the lots with this last day; null: of the accounts. */
  readonly day: Day | null;
  readonly points: bigint;
  readonly held: bigint;
  readonly pending: bigint;
  readonly debt: bigint;
}

// One statement is one snapshot. It reads every account of the program: an export, not a page.
const LIABILITY: Statement = {
  name: 'liability',
  text: `
    WITH accounts AS MATERIALIZED (
      SELECT held, pending, CASE WHEN status = 'CLOSED' THEN 0 ELSE debt END AS debt, lots
      FROM account WHERE program_id = $1
    )
    SELECT NULL AS day, 0::bigint AS points, coalesce(sum(held), 0)::bigint AS held,
           coalesce(sum(pending), 0)::bigint AS pending, coalesce(sum(debt), 0)::bigint AS debt
    FROM accounts
    UNION ALL
    SELECT lots[i]::integer, sum(lots[i + 1])::bigint, 0, 0, 0
    FROM accounts CROSS JOIN LATERAL generate_series(1, cardinality(lots) - 1, 2) AS i
    WHERE lots[i] >= $2::integer
    GROUP BY lots[i]
    ORDER BY day NULLS FIRST`,
};

/** What a program owes its members now. Points whose day is over are owed no more, whether they were swept or not. */
export async function readLiability(
  context: Pick<JobContext, 'reads' | 'now'>,
  program: ProgramPolicy,
): Promise<Liability> {
  const asOf = await timeOfLedger(context);
  const rows = await context.reads.query<LiabilityRow>(LIABILITY, [program.id, dayOf(asOf, program.timeZone)]);
  const months = new Map<Day | null, Minor>();
  let [held, pending, debt, outstanding] = [0n, 0n, 0n, 0n];
  for (const row of rows) {
    held += row.held;
    pending += row.pending;
    debt += row.debt;
    outstanding += row.held + row.points;
    if (row.day === null) continue;
    const month = lastOfMonth(row.day);
    months.set(month, (months.get(month) ?? 0n) + row.points);
  }
  return {
    asOf,
    outstanding,
    held,
    pending,
    debt,
    expiring: [...months].map(([month, points]) => ({ month, points })),
  };
}

const MILLISECONDS = 86_400_000;

/** The last day of the day's month; null for days that no calendar reaches. */
function lastOfMonth(day: Day): Day | null {
  if (day === NEVER) return null;
  const date = new Date(day * MILLISECONDS);
  const last = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0) / MILLISECONDS;
  return Number.isNaN(last) ? null : last;
}
