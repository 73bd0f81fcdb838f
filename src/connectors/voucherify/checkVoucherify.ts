import { urlPath } from '../http/urlPath.ts';
import type { CheckStep } from '../loyaltyConnector.ts';
import { callVoucherify, type VoucherifyContext } from './voucherifyCall.ts';
import { cardDefinitionSchema, programSchema } from './voucherifySchemas.ts';

/** Reads the program and its point wallet. */
export async function checkVoucherify(context: VoucherifyContext, signal: AbortSignal): Promise<readonly CheckStep[]> {
  const { programId, cardDefinitionId } = context.settings;
  const path = urlPath`/v2/loyalties/programs/${programId}`;
  const said = await callVoucherify(context, { method: 'GET', path, answerSchema: programSchema }, signal);
  if (said.status === 'failed') {
    const where = 'Compare the program id with the Loyalty hub; sandbox and production have different ones.';
    return [step('Program', false, `${said.words} ${where}`)];
  }
  if (said.status !== 'said') {
    const where = 'Compare Project settings → Application keys, and the address of your region.';
    return [step('Connection', false, `${said.words} ${where}`)];
  }
  const isActive = said.answer.status === 'ACTIVE';
  const program = step(
    'Program',
    isActive,
    isActive ? 'The program is active.' : 'The program is not active: activate it in the Loyalty hub.',
  );
  return [program, await checkWallet(context, cardDefinitionId, signal)];
}

async function checkWallet(
  context: VoucherifyContext,
  cardDefinitionId: string | undefined,
  signal: AbortSignal,
): Promise<CheckStep> {
  if (cardDefinitionId === undefined) {
    return step('Point wallet', true, 'None is named, so every member must have exactly one card.');
  }
  const path = urlPath`/v2/loyalties/card-definitions/${cardDefinitionId}`;
  const said = await callVoucherify(context, { method: 'GET', path, answerSchema: cardDefinitionSchema }, signal);
  if (said.status !== 'said') return step('Point wallet', false, `${said.words} Compare its id with the Loyalty hub.`);
  const { status, balance_settings: balance } = said.answer;
  if (status !== 'ACTIVE') return step('Point wallet', false, 'The point wallet is not active: activate it.');
  if (balance.allow_negative) {
    const where = 'Switch "Allow card balance to go below zero" off, or two redemptions at once can overdraw a card.';
    return step('Point wallet', false, `The point wallet lets balances go below zero. ${where}`);
  }
  return step('Point wallet', true, 'The point wallet is active and keeps balances at zero or more.');
}

function step(name: string, ok: boolean, words: string): CheckStep {
  return { name, ok, words };
}
