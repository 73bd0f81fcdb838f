import type { DecimalText } from '../../ledger/points.ts';
import type { PolicyRule } from './ruleDefinition.ts';

/** The number units / 10^scale, exactly. There is no division: whatever rules do stays exact. */
export interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

export const ZERO: Decimal = { units: 0n, scale: 0 };
export const ONE: Decimal = { units: 1n, scale: 0 };

/** The number that a canonical spelling names. */
export function decimalOf(text: DecimalText): Decimal {
  const point = text.indexOf('.');
  if (point === -1) return { units: BigInt(text), scale: 0 };
  return { units: BigInt(text.slice(0, point) + text.slice(point + 1)), scale: text.length - point - 1 };
}

/** Its canonical spelling. */
export function decimalText({ units, scale }: Decimal): DecimalText {
  if (scale === 0) return units.toString();
  const sign = units < 0n ? '-' : '';
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const fraction = digits.slice(-scale).replace(/0+$/, '');
  const whole = digits.slice(0, -scale);
  return sign + (fraction === '' ? whole : `${whole}.${fraction}`);
}

const POWERS = Array.from({ length: 40 }, (_, exponent) => 10n ** BigInt(exponent));
const powerOf = (exponent: number): bigint => POWERS[exponent] ?? 10n ** BigInt(exponent);
const unitsAt = ({ units, scale }: Decimal, wanted: number): bigint =>
  scale === wanted ? units : units * powerOf(wanted - scale);

export function plus(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return { units: unitsAt(a, scale) + unitsAt(b, scale), scale };
}

export function minus(a: Decimal, b: Decimal): Decimal {
  return plus(a, { units: -b.units, scale: b.scale });
}

export function times(a: Decimal, b: Decimal): Decimal {
  return { units: a.units * b.units, scale: a.scale + b.scale };
}

/** A percentage of it. */
export function percentOf(a: Decimal, percent: Decimal): Decimal {
  return times(a, { units: percent.units, scale: percent.scale + 2 });
}

/** Negative, zero or positive, as a is less than, equal to or greater than b. */
export function compare(a: Decimal, b: Decimal): number {
  const { units } = minus(a, b);
  return units === 0n ? 0 : units < 0n ? -1 : 1;
}

/** The minor units of a program with that many decimals, a part of one counted as a whole one. Never of less than 0. */
export function roundUp(a: Decimal, decimals: number): bigint {
  const { floor, rest } = split(a, decimals);
  return rest === 0n ? floor : floor + 1n;
}

/** The minor units of a program with that many decimals, by its rule. Never of less than 0. */
export function round(a: Decimal, decimals: number, rounding: PolicyRule['rounding']): bigint {
  const { floor, rest, whole } = split(a, decimals);
  if (rounding === 'DOWN' || 2n * rest < whole) return floor;
  if (2n * rest > whole || rounding === 'HALF_UP') return floor + 1n;
  return floor + (floor & 1n);
}

// Digits are cut off, which is all that rounding is: bigint's own quotient of a power of ten, and what is left of it.
function split(a: Decimal, decimals: number): { floor: bigint; rest: bigint; whole: bigint } {
  if (a.scale <= decimals) return { floor: unitsAt(a, decimals), rest: 0n, whole: 1n };
  const whole = powerOf(a.scale - decimals);
  const floor = a.units / whole;
  return { floor, rest: a.units - floor * whole, whole };
}
