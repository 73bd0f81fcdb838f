import type { Sql } from '../database/port.ts';
import type { StoredAward } from './award.ts';
import type { Command, TakeBack } from './command.ts';
import { addTo, type Counters, ownerOf } from './countersOf.ts';
import { type CounterKey, lockCounters } from './lockCounters.ts';
import { type OwnedRange, readRanges } from './readCounters.ts';

/**
 * Locks the programs' counters that the commands read and give back to, and reads these and the accounts' own, which
 * their accounts' locks guard. A program's counters are locked one by one, so a range of several of them is only read.
 */
export async function bookCounters(
  sql: Sql,
  commands: readonly Command[],
  awards: ReadonlyMap<string, StoredAward>,
): Promise<Counters> {
  const counters: Counters = new Map();
  const keys = new Map<string, CounterKey>();
  const ranges = new Map<string, OwnedRange>();
  for (const command of commands) {
    if (command.kind === 'TAKE_BACK') {
      for (const { owner, key } of givenBack(command, awards)) keys.set(`${owner.id} ${key}`, { owner, key });
    }
    if (command.kind !== 'AWARD') continue;
    for (const { owner: kind, from, to } of command.reads) {
      const owner = ownerOf(command.account, kind);
      if (kind === 'program' && from === to) keys.set(`${owner.id} ${from}`, { owner, key: from });
      else ranges.set(`${owner.id} ${from}\0${to}`, { owner, from, to });
    }
  }
  const [locked, read] = await Promise.all([
    lockCounters(sql, [...keys.values()]),
    readRanges(sql, [...ranges.values()]),
  ]);
  for (const { owner, key, value } of [...read, ...locked]) {
    addTo(counters, owner, key, value - (counters.get(owner)?.get(key) ?? 0n));
  }
  return counters;
}

/**
 * The programs' counters that taking back will give to. What comes to be asked of an award that the same batch makes
 * or takes back twice may be others; those are then waited for while they are written.
 */
function givenBack(command: TakeBack, awards: ReadonlyMap<string, StoredAward>): CounterKey[] {
  const award = awards.get(command.targetId);
  if (award === undefined) return [];
  try {
    const reassessment = command.reassess(award);
    if ('rejection' in reassessment) return [];
    const shared = reassessment.adds.filter(({ owner, amount }) => owner === 'program' && amount !== 0n);
    return shared.map(({ key }) => ({ owner: ownerOf(command.account, 'program'), key }));
  } catch {
    // It is decided upon later, where whoever asked for it hears of it.
    return [];
  }
}
