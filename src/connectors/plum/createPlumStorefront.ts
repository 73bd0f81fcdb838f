import { createStorefrontSessions, type StorefrontVisitor } from './createStorefrontSessions.ts';
import { createPlumTokens } from './createPlumTokens.ts';
import { answerOf, createPlumCall, type PlumCall } from './plumCalls.ts';
import type { PlumSecrets, PlumSettings } from './plumSettings.ts';
import { engineWords } from '../http/engineWords.ts';
import type { EngineHttp } from '../http/engineHttp.ts';
import type { CallOutcome, CheckStep, EngineMember, Storefront } from '../loyaltyConnector.ts';
import type { SecretKeeper } from '../secretKeeper.ts';

export interface PlumStorefrontParts {
  readonly settings: PlumSettings;
  readonly secrets: PlumSecrets;
  /** The way to the loyalty system. */
  readonly http: EngineHttp;
  /** Opens the way to one of Plum's hosts. */
  readonly openHttp: (baseUrl: string, name: string) => EngineHttp;
  readonly keeper: SecretKeeper;
}

export interface PlumStorefront extends Storefront {
  /** Asks for an access token, which shows whether Plum's hosts and secrets are right. */
  check(signal: AbortSignal): Promise<CheckStep>;
  close(): Promise<void>;
}

/**
 * Plum's storefront in front of a loyalty system; null: it is not configured. The storefront knows people by their e-mail
 * address, so the address is asked of the loyalty system: one that a caller could name would let them in as anybody.
 */
export function createPlumStorefront(parts: PlumStorefrontParts): PlumStorefront | null {
  const { settings, secrets, http, openHttp, keeper } = parts;
  const { clientSecret, refreshToken, authToken } = secrets;
  if (settings.storefront === undefined || clientSecret === undefined || refreshToken === undefined) return null;
  const { storesUrl, accountsUrl, clientId } = settings.storefront;
  const stores = openHttp(storesUrl, "Plum's storefront");
  const accounts = openHttp(accountsUrl, "Plum's token host");
  const tokens = createPlumTokens({
    http: accounts,
    clientId,
    clientSecret,
    readRefreshToken: async () => tokenIn(await keeper.read()) ?? refreshToken,
    // One that an operator gave in between is newer than what followed the one before.
    saveRefreshToken: async (next, used) =>
      keeper.renew((stored) => (tokenIn(stored) === used ? { ...(stored as object), refreshToken: next } : null)),
  });
  const sessions = createStorefrontSessions(stores, storesUrl, tokens);
  const call = createPlumCall(http, settings, secrets);
  return {
    async session(member, signal) {
      const visitor = await visitorOf(call, settings, secrets, member, signal);
      return 'status' in visitor ? visitor : sessions.create({ ...visitor, authToken }, signal);
    },
    async check(signal) {
      const name = 'storefront';
      const token = await tokens.get(signal);
      if (typeof token === 'string') return { name, ok: true, words: 'Plum gives a token for its storefront.' };
      const hint = ' Are storefront.accountsUrl, storefront.clientId, clientSecret and refreshToken those of Plum?';
      return { name, ok: false, words: token.words + hint };
    },
    async close() {
      await Promise.all([stores.close(), accounts.close()]);
    },
  };
}

type Visitor = Omit<StorefrontVisitor, 'authToken'>;
type NoVisitor = Exclude<CallOutcome<never>, { readonly status: 'done' | 'accepted' }>;

/** Who the member is, as the loyalty system says; it has to say that it speaks of them. */
async function visitorOf(
  call: PlumCall,
  { keys, paths, refusals, unsureCodes }: PlumSettings,
  { authToken }: PlumSecrets,
  { id }: EngineMember,
  signal: AbortSignal,
): Promise<Visitor | NoVisitor> {
  const result = await call(paths.profile, { [keys.memberId]: id }, signal);
  if (result.status === 'notSent' || result.status === 'unknown') return result;
  const answer = answerOf(result);
  if (answer === null) return { status: 'unknown', words: 'It answered an error that says that all is well.' };
  if (!answer.ok) {
    const words = engineWords(answer.message ?? answer.code ?? 'It refused and did not say why.', [authToken]);
    if (answer.code !== null && unsureCodes.includes(answer.code)) return { status: 'unknown', words };
    return { status: 'refused', reason: (answer.code === null ? null : refusals[answer.code]) ?? 'REFUSED', words };
  }
  const { profile } = answer;
  if (profile?.memberId !== id) return { status: 'unknown', words: 'It did not say whose profile it answered with.' };
  const { email, phone } = profile;
  if (email === null || email.trim() === '') {
    return { status: 'refused', reason: 'REFUSED', words: 'It knows no e-mail address of the member.' };
  }
  return { memberId: id, email, phone: phoneOf(phone) };
}

/** "+1-5550100": what is written otherwise is left out. */
function phoneOf(text: string | null): StorefrontVisitor['phone'] {
  const [, code, number] = /^(\+\d{1,4})-(\d{4,15})$/.exec(text ?? '') ?? [];
  return code === undefined || number === undefined ? null : { code, number };
}

function tokenIn(secrets: unknown): string | null {
  const { refreshToken } = (secrets ?? {}) as { readonly refreshToken?: unknown };
  return typeof refreshToken === 'string' ? refreshToken : null;
}
