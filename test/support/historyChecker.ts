import type { Command } from '../../src/ledger/command.ts';
import type { Outcome } from '../../src/ledger/outcome.ts';
import { byKey, greatestBefore } from './historyTimeline.ts';

/** When a caller asked and when it was answered, in milliseconds of one clock for all callers. */
interface Asked {
  readonly sentAt: number;
  /** Infinity: never. */
  readonly acknowledgedAt: number;
}

/** A command as one caller saw it. */
export interface Act extends Asked {
  readonly request: Pick<Command, 'id' | 'kind' | 'fingerprint'> & { readonly accountId: string };
  /** Null: the caller does not know. */
  readonly outcome: Outcome | null;
}

/** An account as one caller read it. */
export interface Look extends Asked {
  readonly accountId: string;
  /** Null: only the balance was told. */
  readonly seq: bigint | null;
  readonly balance: bigint;
}

/** A row of the books. */
export interface PostingRow {
  readonly accountId: string;
  readonly seq: bigint;
  readonly amount: bigint;
  readonly balanceAfter: bigint;
  readonly requestId: string;
}

export interface History {
  readonly acts: readonly Act[];
  readonly looks: readonly Look[];
  /** Every posting of the accounts that the acts name, in any order. */
  readonly postings: readonly PostingRow[];
  /** Whether a request was somebody else's: the seed's, a job's. */
  readonly isForeign: (requestId: string) => boolean;
}

/**
 * Whether what the callers were told, and when, can have come from one ledger that does one command after the other.
 * Gives what contradicts that; nothing proves the run. For commands without expiring lots: of holds it only asks that
 * no more was available than the balance.
 */
export function checkHistory(history: History): string[] {
  const accounts = byKey(history.acts, (act) => act.request.accountId);
  const looks = byKey(history.looks, (look) => look.accountId);
  const postings = byKey(history.postings, (posting) => posting.accountId);
  const problems = requestProblems(history);
  for (const [accountId, acts] of accounts) {
    const rows = (postings.get(accountId) ?? []).toSorted((a, b) => (a.seq < b.seq ? -1 : 1));
    problems.push(...accountProblems({ acts, rows, looks: looks.get(accountId) ?? [], isForeign: history.isForeign }));
  }
  return problems;
}

/** Every id was done at most once and told alike to everybody, and nothing was done that nobody asked for. */
function requestProblems({ acts, postings, isForeign }: History): string[] {
  const problems: string[] = [];
  const rows = byKey(postings, (posting) => posting.requestId);
  const asked = byKey(acts, (act) => act.request.id);
  for (const [id, same] of asked) {
    const told = same.flatMap(({ outcome }) => (outcome !== null && 'replayed' in outcome ? [outcome] : []));
    const firsts = told.filter((outcome) => !outcome.replayed).length;
    const isKnown = same.every(({ outcome }) => outcome !== null);
    if (firsts > 1) problems.push(`${id}: ${firsts} callers heard that it was done for them`);
    if (told.length > 0 && firsts === 0 && isKnown) problems.push(`${id}: it was replayed, and nobody was first`);
    if (new Set(told.map(essenceOf)).size > 1) problems.push(`${id}: callers heard different outcomes`);
    if (same.some(({ outcome }) => outcome?.status === 'conflict') && new Set(same.map(inputOf)).size < 2) {
      problems.push(`${id}: it was in conflict with nothing`);
    }
    const written = (rows.get(id) ?? []).filter((row, _, all) => !paysDebt(row, all)).length;
    const expected = told.some((outcome) => outcome.status === 'accepted' && outcome.receipt.seq !== null) ? 1 : 0;
    if (isKnown ? written !== expected : written > 1 || written < expected) {
      problems.push(`${id}: ${written} postings, and callers heard of ${expected}`);
    }
  }
  for (const [id] of rows) if (!asked.has(id) && !isForeign(id)) problems.push(`${id}: nobody asked for it`);
  return problems;
}

/** Whether it is what a debt took of the points that the same request had just given. */
function paysDebt({ accountId, seq, amount }: PostingRow, ofRequest: readonly PostingRow[]): boolean {
  const given = ofRequest.find((row) => row.accountId === accountId && row.seq === seq - 1n);
  return given !== undefined && amount < 0n && given.amount >= -amount;
}

interface AccountHistory extends Pick<History, 'looks' | 'isForeign'> {
  readonly acts: readonly Act[];
  readonly rows: readonly PostingRow[];
}

/** The account's history is one chain, and what each caller heard of it fits between their question and their answer. */
function accountProblems({ acts, rows, looks, isForeign }: AccountHistory): string[] {
  const problems: string[] = [];
  const balances = [0n];
  for (const [index, row] of rows.entries()) {
    const before = balances[index] as bigint;
    if (row.seq !== BigInt(index + 1)) problems.push(`${row.accountId}.${row.seq}: it is posting ${index + 1}`);
    if (row.balanceAfter !== before + row.amount) problems.push(`${row.accountId}.${row.seq}: its balance is wrong`);
    if (row.balanceAfter < 0n) problems.push(`${row.accountId}.${row.seq}: it is overdrawn`);
    balances.push(row.balanceAfter);
  }
  const firstSent = new Map<string, number>();
  for (const { request, sentAt } of acts) {
    firstSent.set(request.id, Math.min(sentAt, firstSent.get(request.id) ?? Infinity));
  }
  // What was acknowledged before a question is known to it; what was sent before its answer may be.
  const known = greatestBefore([
    ...acts.map((act) => ({ time: act.acknowledgedAt, seq: seqOf(act) })),
    ...looks.map((look) => ({ time: look.acknowledgedAt, seq: look.seq ?? 0n })),
  ]);
  const possible = greatestBefore(
    rows.map(({ requestId, seq }) => ({
      time: isForeign(requestId) ? -Infinity : (firstSent.get(requestId) ?? Infinity),
      seq,
    })),
  );
  const hasHolds = acts.some((act) => act.request.kind === 'HOLD');
  for (const act of acts) {
    const { request, outcome, sentAt, acknowledgedAt } = act;
    const seq = seqOf(act);
    if (seq > 0n && rows[Number(seq) - 1]?.requestId !== request.id) {
      problems.push(`${request.id}: acknowledged as ${seq}, where it is not`);
    }
    if (outcome === null || !('replayed' in outcome) || outcome.replayed) continue;
    if (outcome.status === 'accepted' && seq > 0n && seq <= known(sentAt)) {
      problems.push(`${request.id}: it is ${seq}, though ${known(sentAt)} was acknowledged before it was sent`);
    }
    if (outcome.status !== 'rejected' || outcome.rejection.code !== 'INSUFFICIENT_POINTS') continue;
    const { available, requested } = outcome.rejection;
    const meanwhile = balances.slice(Number(known(sentAt)), Number(possible(acknowledgedAt)) + 1);
    const wasSo = meanwhile.some((balance) => (hasHolds ? available <= balance : available === balance));
    if (available >= requested || !wasSo) {
      problems.push(`${request.id}: rejected with ${available} of ${requested} available, which it never was`);
    }
  }
  for (const { accountId, seq, balance, sentAt, acknowledgedAt } of looks) {
    const meanwhile = balances.slice(Number(known(sentAt)), Number(possible(acknowledgedAt)) + 1);
    const wasSo = seq === null ? meanwhile.includes(balance) : meanwhile[Number(seq - known(sentAt))] === balance;
    if (!wasSo) {
      problems.push(`${accountId}: read ${balance} at ${seq ?? 'some place'}, which is not what it was meanwhile`);
    }
  }
  return problems;
}

function seqOf({ outcome }: Act): bigint {
  return outcome?.status === 'accepted' ? (outcome.receipt.seq ?? 0n) : 0n;
}

function inputOf({ request }: Act): string {
  return `${request.fingerprint} ${request.kind} ${request.accountId}`;
}

function essenceOf(outcome: Outcome): string {
  const told = outcome.status === 'accepted' ? outcome.receipt : outcome.status === 'rejected' ? outcome.rejection : {};
  const parts = Object.entries(told).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(parts, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
}
