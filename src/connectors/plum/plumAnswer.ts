import { z, type ZodType } from 'zod';
import { decimalText, idText, notNegative } from '../http/decimalText.ts';
import type { DecimalText } from '../../ledger/points.ts';
import type { PlumSettings } from './plumSettings.ts';

/** An answer of one of the four endpoints, its keys translated. */
export interface PlumAnswer {
  readonly ok: boolean;
  readonly code: string | null;
  readonly message: string | null;
  readonly memberId: string | null;
  readonly orderId: string | null;
  readonly points: DecimalText | null;
  /** Null: it is no answer of the profile call. */
  readonly profile: PlumProfile | null;
}

/** Who a member is, as far as it is said. */
export interface PlumProfile {
  readonly memberId: string | null;
  readonly email: string | null;
  readonly phone: string | null;
}

type Keys = PlumSettings['keys'];

/** Pages of the contract write 1 and "1", points as texts and numbers, and the order as any of these. */
const ORDER_KEYS = ['transaction_id', 'transactionid'];
const status = z.union([z.literal([1, '1', 0, '0'])]).transform((value) => String(value) === '1');
const record = z.record(z.string(), z.unknown());

/** Reads answers by a key map. An answer whose status is missing or another one is not understood. */
export function plumAnswer(keys: Keys): ZodType<PlumAnswer> {
  return record.transform((body, context): PlumAnswer => {
    const ok = status.safeParse(body[keys.status]);
    const data = record.nullish().safeParse(body[keys.data]);
    const fields = data.success ? (data.data ?? {}) : {};
    const orderKey = [keys.orderId, ...ORDER_KEYS].find((name) => fields[name] != null);
    const orderId = idText.nullish().safeParse(orderKey === undefined ? null : fields[orderKey]);
    const memberId = idText.nullish().safeParse(fields[keys.memberId]);
    const points = decimalText.nullish().safeParse(fields[keys.points] ?? olderPoints(body));
    if (!ok.success || !data.success || !orderId.success || !memberId.success || !points.success) {
      context.issues.push({ code: 'custom', message: 'This is no answer of the contract.', input: body });
      return z.NEVER;
    }
    return {
      ok: ok.data,
      code: textOf(body[keys.code]),
      message: textOf(body[keys.message]),
      memberId: memberId.data ?? null,
      orderId: orderId.data ?? null,
      points: points.data == null ? null : notNegative(points.data),
      profile: profileOf(body, keys),
    };
  });
}

/** `{"points_info":{"points_available":"700"}}` of the contract's older form. */
function olderPoints(body: Readonly<Record<string, unknown>>): unknown {
  const info = record.safeParse(body['points_info']);
  return info.success ? info.data['points_available'] : undefined;
}

function profileOf(body: Readonly<Record<string, unknown>>, keys: Keys): PlumProfile | null {
  const profile = record.safeParse(body[keys.profile]);
  if (!profile.success) return null;
  const { [keys.memberId]: memberId, [keys.email]: email, [keys.phone]: phone } = profile.data;
  return { memberId: textOf(memberId), email: textOf(email), phone: textOf(phone) };
}

function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : null;
}
