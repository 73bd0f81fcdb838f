import { bucketOf } from '../ledger/account.ts';
import { arrayOf, quoted } from '../ledger/arrayLiteral.ts';
import { parseLots } from '../ledger/lotsText.ts';
import type {
  AccountOfEvents,
  DeclinedRedemption,
  EventPublications,
  ExpiringAccount,
  Listener,
  NewPosting,
  News,
  Publishing,
} from '../events/publishing.ts';
import { deliverEvents } from './deliverEvents.ts';
import * as statements from './eventPublishingStatements.ts';
import type { Database, Sql } from './port.ts';

const FIRST = '00000000-0000-0000-0000-000000000000';
const ids = (items: readonly string[]): string => arrayOf(items, (id) => id);
const texts = (items: readonly string[]): string => arrayOf(items, quoted);

/** Where events are made out of the outbox, in the database. */
export function createEventPublications(database: Database): EventPublications {
  return {
    exclusively: (work, wait = false) =>
      database.transaction(async (sql) => {
        const lock = wait ? statements.WAIT_LOCK : statements.TRY_LOCK;
        const [row] = await sql.query<{ readonly locked: boolean }>(lock, []);
        return row?.locked === true ? work(publishingOn(sql)) : null;
      }),
    dropUnheard: async (most) => (await database.query(statements.DROP_UNHEARD, [most])).length,
    async hasListeners() {
      const [row] = await database.query<{ readonly heard: boolean }>(statements.HAS_LISTENERS, []);
      return row?.heard === true;
    },
    walk: (programIds, after, most) =>
      database.query<AccountOfEvents>(statements.WALK, [
        after === null ? -1 : bucketOf(after),
        after ?? FIRST,
        texts(programIds),
        most,
      ]),
    async expiring(programIds, until, after, most) {
      const values = [after.nextExpiry, after.bucket, after.id, until, texts(programIds), most];
      type Row = Omit<ExpiringAccount, 'lots'> & { readonly lots: string };
      const rows = await database.query<Row>(statements.EXPIRING, values);
      return rows.map((row) => Object.assign(row, { lots: parseLots(row.lots) }));
    },
  };
}

function publishingOn(sql: Sql): Publishing {
  return {
    listeners: () => sql.query<Listener>(statements.LISTENERS, []),
    news: (most) => sql.query<News>(statements.NEWS, [most]),
    async drop(rows) {
      await sql.query(statements.DROP, [arrayOf(rows, (id) => id)]);
    },
    async postings(ranges, programIds) {
      return sql.query<NewPosting>(statements.POSTINGS, [
        arrayOf(ranges, ({ accountId }) => bucketOf(accountId)),
        arrayOf(ranges, ({ accountId }) => accountId),
        arrayOf(ranges, ({ from }) => from),
        arrayOf(ranges, ({ to }) => to),
        texts(programIds),
      ]);
    },
    declined: (redemptions, programIds) =>
      sql.query<DeclinedRedemption>(statements.DECLINED, [ids(redemptions), texts(programIds)]),
    async accounts(accountIds, programIds) {
      if (accountIds.length === 0) return [];
      const values = [arrayOf(accountIds, bucketOf), ids(accountIds), texts(programIds)];
      return sql.query<AccountOfEvents>(statements.ACCOUNTS, values);
    },
    async tiers(accountIds) {
      const rows = await sql.query<{ readonly id: string; readonly tier: string }>(statements.TIERS, [ids(accountIds)]);
      return new Map(rows.map(({ id, tier }) => [id, tier]));
    },
    async keepTiers(tiers) {
      if (tiers.length === 0) return;
      await sql.query(statements.KEEP_TIERS, [
        arrayOf(tiers, ({ account }) => account.id),
        arrayOf(tiers, ({ account }) => quoted(account.programId)),
        arrayOf(tiers, ({ tier }) => quoted(tier)),
      ]);
    },
    deliver: (events, listeners) => deliverEvents(sql, events, listeners),
  };
}
