import type { Assess, Award, Clearing, Reassess } from '../../../../src/ledger/award.ts';
import type { Counter, CounterAdd, CounterRange } from '../../../../src/ledger/counters.ts';
import type { Minor } from '../../../../src/ledger/points.ts';

/** The simplest rules there can be: so many points, trimmed to what a program may give in all, and counted. */
export const CAP = 60n;
/** The facts of an award that no counter counts. */
export const UNCOUNTED = '{"counted":false}';
export const READS: readonly CounterRange[] = [
  { owner: 'program', from: 'cap', to: 'cap' },
  { owner: 'account', from: 'q:', to: 'q:~' },
];

export function capped(wanted: Minor, clearing: Clearing, cap: Minor = CAP): Assess {
  return (counters) => {
    const used = valueOf(counters, 'cap');
    if (used === cap && wanted > 0n) return { rejection: { code: 'CAP_EXCEEDED', rule: 'all', limit: cap } };
    const points = wanted > cap - used ? cap - used : wanted;
    return { points, adds: addsOf(points), clearing, facts: JSON.stringify({ used: used.toString() }) };
  };
}

/** Any number of points, counted nowhere: what meets the greatest balance, which no cap lets through. */
export function uncapped(points: Minor): Assess {
  return () => ({ points: points < 0n ? 0n : points, adds: [], clearing: 'AT_ONCE', facts: UNCOUNTED });
}

/** Takes back at most so many points, and refuses when nothing is left. */
export function givingBack(wanted: Minor): Reassess {
  return ({ points, reversed, facts }: Award) => {
    const rest = points - reversed;
    if (rest === 0n && points > 0n) return { rejection: { code: 'NOT_TAKEN_BACK', left: '0' } };
    const back = wanted > rest ? rest : wanted;
    return {
      points: back,
      adds: facts === UNCOUNTED ? [] : addsOf(-back),
      memo: JSON.stringify({ left: (rest - back).toString() }),
    };
  };
}

export function valueOf(counters: readonly Counter[], key: string): bigint {
  return counters.find((counter) => counter.key === key)?.value ?? 0n;
}

function addsOf(amount: Minor): CounterAdd[] {
  return [
    { owner: 'program', key: 'cap', amount },
    { owner: 'account', key: 'q:1', amount },
  ];
}
