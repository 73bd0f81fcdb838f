import type { Rejection } from './outcome.ts';

/** What is text in a rejection, and not a figure. */
const TEXTS = new Set(['code', 'status', 'rule', 'left']);

/** A rejection as it is stored: figures as text, because JSON's numbers are not exact for every reader. */
export function rejectionJson(rejection: Rejection): string {
  return JSON.stringify(rejection, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
}

/** Reads what rejectionJson wrote, parsed by the driver. */
export function parseRejection(stored: Readonly<Record<string, string | null>>): Rejection {
  const entries = Object.entries(stored).map(([name, value]) =>
    value === null || TEXTS.has(name) ? [name, value] : [name, BigInt(value)],
  );
  return Object.fromEntries(entries) as Rejection;
}
