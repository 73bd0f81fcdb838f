import type { Statement } from '../database/port.ts';
import { arrayOf } from './arrayLiteral.ts';
import { dayOf } from './day.ts';
import { type JobContext, timeOfLedger } from './jobContext.ts';
import type { Activity, ActivityQuery } from './ledger.ts';
import { periodsOf } from './periods.ts';
import { timeOf } from './timeText.ts';

interface ActivityRow extends Omit<Activity, 'day'> {
  /** Which period, from 1. */
  readonly place: number;
}

// The periods are told by when they begin, so that the days are the ledger's own and not PostgreSQL's. It reads every
// posting of the program: an export, not a page.
const ACTIVITY: Statement = {
  name: 'activity',
  text: `
    SELECT place, coalesce(sum(amount) FILTER (WHERE kind = 'EARN'), 0)::bigint AS issued,
           coalesce(-sum(amount) FILTER (WHERE kind = 'REVERSE' AND contra = 'ISSUANCE'), 0)::bigint AS "takenBack",
           coalesce(-sum(amount) FILTER (WHERE kind = 'REDEEM'), 0)::bigint AS redeemed,
           coalesce(sum(amount) FILTER (WHERE kind = 'REVERSE' AND contra IN ('REDEMPTION', 'ENGINE')), 0)::bigint AS refunded,
           coalesce(-sum(amount) FILTER (WHERE contra = 'BREAKAGE'), 0)::bigint AS expired
    FROM (
      SELECT width_bucket(p.effective_at, $2::timestamptz[]) AS place, p.kind, p.contra, p.amount
      FROM account a
      JOIN posting p ON p.bucket = a.bucket AND p.account_id = a.account_id
      WHERE a.program_id = $1 AND p.effective_at >= $3::timestamptz AND p.effective_at < $4::timestamptz
    ) placed
    GROUP BY place
    ORDER BY place`,
};

/** What happened to a program's points in each period in which something did, oldest first. */
export async function readActivity(
  context: Pick<JobContext, 'reads' | 'now'>,
  query: ActivityQuery,
): Promise<readonly Activity[]> {
  const { program } = query;
  const { periods, end } = periodsOf(query, dayOf(await timeOfLedger(context), program.timeZone));
  const start = periods[0];
  if (start === undefined) return [];
  const rows = await context.reads.query<ActivityRow>(ACTIVITY, [
    program.id,
    arrayOf(periods, ({ from }) => timeOf(from)),
    start.from,
    end,
  ]);
  return rows.flatMap(({ place, ...sums }) => {
    const period = periods[place - 1];
    return period === undefined ? [] : [{ day: period.day, ...sums }];
  });
}
