import { canonicalDecimal, type DecimalText } from '../../ledger/points.ts';
import { effectPoints, type TalonOneEffect } from './talonOneAnswers.ts';
import type { TalonOneSettings } from './talonOneSettings.ts';

export interface MovedPoints {
  readonly points: DecimalText;
  /** The first movement's. */
  readonly transaction: string | null;
}

/**
 * The points that effects of a kind moved in our ledger, summed exactly. Null: none did. `wrong`: an effect about
 * another member, or one that does not say how many.
 */
export function pointsOfEffects(
  effects: readonly TalonOneEffect[],
  effectType: 'addLoyaltyPoints' | 'deductLoyaltyPoints',
  { programId, subledgerId }: TalonOneSettings,
  profileId: string,
): MovedPoints | null | 'wrong' {
  const ours = effects.filter(
    (effect) =>
      effect.effectType === effectType &&
      effect.props.programId === programId &&
      (effect.props.subLedgerId ?? '') === subledgerId,
  );
  const [first] = ours;
  if (first === undefined) return null;
  if (ours.some(({ props }) => (props.recipientIntegrationId ?? profileId) !== profileId)) return 'wrong';
  let sum = 0n;
  for (const { props } of ours) {
    const points = effectPoints.safeParse(props.value);
    const scaled = points.success ? scale(points.data) : null;
    if (scaled === null) return 'wrong';
    sum += scaled;
  }
  const text = canonicalDecimal(`${sum}e-${DECIMALS}`);
  return text === null ? 'wrong' : { points: text, transaction: first.props.transactionUUID ?? null };
}

/** More decimals than any rule computes with. */
const DECIMALS = 20;

function scale(points: DecimalText): bigint | null {
  const [whole = '0', fraction = ''] = points.split('.');
  return fraction.length > DECIMALS ? null : BigInt(whole + fraction.padEnd(DECIMALS, '0'));
}
