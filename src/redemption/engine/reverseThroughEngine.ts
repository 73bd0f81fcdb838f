import type { Engine } from '../../connectors/engines.ts';
import { engineUnavailable, keyConflict, redemptionNotReversible } from '../../failure/refusals.ts';
import type { Reverse } from '../../ledger/command.ts';
import type { ReverseRedemptionResult } from '../redemptionUseCases.ts';
import type { EngineRedeeming } from './engineRedeeming.ts';
import type { EngineGivingBack, EngineRedemption } from './engineRedemption.ts';
import { toEngineRedemption } from './toEngineRedemption.ts';

const NOT_SPENT = 'Nothing was spent, or it is not decided yet: see the redemption.';
const NEVER = 'The loyalty system of this program gives nothing back.';
const WHOLE = 'The loyalty system of this program gives back whole redemptions only.';
const GONE = "The loyalty system that took the points is not the program's any more: they cannot be given back there.";
const UNAVAILABLE = 'The loyalty system of this program cannot be reached. Nothing was given back.';
const REFUSED = 'The loyalty system refused to give the points back.';

/** Gives back points in the engine that took them. The command says what our own ledger would be asked. */
export async function reverseThroughEngine(
  redeeming: EngineRedeeming,
  redemption: EngineRedemption,
  command: Reverse,
): Promise<ReverseRedemptionResult> {
  const { decimals } = command.program;
  const row = await reservedRow(redeeming, redemption, command);
  if ('ok' in row) return row;
  if (row.fingerprint !== command.fingerprint || row.redemptionId !== redemption.id) return keyConflict();
  const then = await redeeming.saga.givenBack(row);
  if ('retryAfter' in then) return engineUnavailable(UNAVAILABLE, Math.max(1, Math.ceil(then.retryAfter / 1000)));
  const [now] = await redeeming.redemptions.find([redemption.id]);
  if (now == null) throw new Error(`the redemption ${redemption.id} is gone`);
  if (then.state === 'VOIDED') return redemptionNotReversible(now.points - now.reversedPoints, decimals, REFUSED);
  return { ok: true, value: toEngineRedemption(now, decimals) };
}

/** The row that was made now or before, or why there is none. */
async function reservedRow(
  { engines, reversals }: EngineRedeeming,
  redemption: EngineRedemption,
  { id, fingerprint, points, details = {}, program: { decimals } }: Reverse,
): Promise<EngineGivingBack | ReverseRedemptionResult> {
  const [known] = await reversals.find([id]);
  if (known != null) return known;
  if (redemption.state !== 'CAPTURED') return redemptionNotReversible(0n, decimals, NOT_SPENT);
  const engine = await engines.find(redemption.programId);
  if (engine?.kind !== redemption.engineKind) return engineUnavailable(GONE, null);
  const refusal = refusalOf(engine, redemption, points);
  if (refusal !== null) return redemptionNotReversible(refusal.left, decimals, refusal.words);
  const { programId, bucket, accountId, memberId, engineKind, engineMember } = redemption;
  const reserved = await reversals.reserve({
    id,
    redemptionId: redemption.id,
    programId,
    bucket,
    accountId,
    memberId,
    engineKind,
    engineVersion: engine.version,
    engineMember,
    points,
    fingerprint,
    reason: details['reason'] ?? null,
  });
  return typeof reserved === 'bigint' ? redemptionNotReversible(reserved, decimals) : reserved;
}

/** Why an engine cannot give that much back, whatever is asked of it; null: it can. */
function refusalOf(
  { connector }: Engine,
  { points: all, reversedPoints }: EngineRedemption,
  points: bigint | null,
): { readonly left: bigint; readonly words: string } | null {
  const { reversal } = connector.capabilities;
  if (reversal === 'none') return { left: 0n, words: NEVER };
  if (reversal === 'full' && points !== null && points !== all) return { left: all - reversedPoints, words: WHOLE };
  return null;
}
