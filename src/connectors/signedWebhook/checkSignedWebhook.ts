import type { CheckStep } from '../loyaltyConnector.ts';
import type { SignedCall } from './signedCall.ts';
import type { SignedWebhookSettings } from './signedWebhookSettings.ts';
import { balancesAnswer } from './wire.ts';

/** Nobody is called so. */
const STRANGER = 'connection-check-nobody';

/** Asks for a balance, which needs the address, our signature and the engine's. */
export async function checkSignedWebhook(
  call: SignedCall,
  { checkMemberId }: SignedWebhookSettings,
  signal: AbortSignal,
): Promise<readonly CheckStep[]> {
  const name = 'balances';
  const member = checkMemberId ?? STRANGER;
  const body = { members: [member] };
  const said = await call({ path: '/balances', body, answerSchema: balancesAnswer, id: null, signal });
  if (said.status !== 'answered') {
    const hints: Readonly<Record<number, string>> = {
      401: ' Is the signing secret the same on both sides, and are both clocks right?',
      404: ' Is the base URL the one under which its paths begin?',
    };
    return [{ name, ok: false, words: said.words + (hints[said.httpStatus ?? 0] ?? '') }];
  }
  const steps: CheckStep[] = [
    {
      name,
      ok: true,
      words: 'The engine accepts our signature, and its answers are signed by the secret that we share.',
    },
  ];
  if (checkMemberId !== undefined) {
    const isKnown = said.answer.balances.some((balance) => balance.member === checkMemberId);
    const words = isKnown ? 'The engine knows the member to check with.' : 'The engine does not know checkMemberId.';
    steps.push({ name: 'member', ok: isKnown, words });
  }
  return steps;
}
