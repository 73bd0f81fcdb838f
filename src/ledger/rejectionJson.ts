import type { Rejection } from './outcome.ts';

/** A rejection as it is stored: figures as text, because JSON's numbers are not exact for every reader. */
export function rejectionJson(rejection: Rejection): string {
  return JSON.stringify(rejection, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
}

/** Reads what rejectionJson wrote, parsed by the driver. */
export function parseRejection(stored: Readonly<Record<string, string>>): Rejection {
  const entries = Object.entries(stored).map(([name, value]) =>
    name === 'code' || name === 'status' ? [name, value] : [name, BigInt(value)],
  );
  return Object.fromEntries(entries) as Rejection;
}
