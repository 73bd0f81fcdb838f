import { z } from 'zod';
import type { EngineHttp } from '../http/engineHttp.ts';
import { createTokenSource, type TokenSource } from '../http/tokenSource.ts';
import { failureEnvelope } from './loyalifeEnvelope.ts';
import type { LoyalifeSecrets, LoyalifeSettings } from './loyalifeSettings.ts';

const LIFE = 30 * 60_000;
const INSTANT = /T.*(?:Z|[+-]\d\d:?\d\d)$/;

const answerSchema = z.object({
  results: z.object({ token: z.string().min(1), tokenExpiresOn: z.string().nullish() }),
});

/**
 * Tokens of a program, without a scope: one with a scope is bound to a member ("Generate Auth Token"). They live for 30
 * minutes, and shorter where an environment is configured so.
 */
export function createLoyalifeTokens(
  http: EngineHttp,
  settings: LoyalifeSettings,
  secrets: LoyalifeSecrets,
): TokenSource {
  return createTokenSource({
    name: http.name,
    fetch: async (signal) => {
      const result = await http.call(
        {
          method: 'POST',
          path: '/lbms-ingress/oauth/api/Auth/Token',
          body: { grant_type: 'client_credentials', client_id: settings.clientId, client_secret: secrets.clientSecret },
          answerSchema: z.union([answerSchema, failureEnvelope]),
          refusalSchema: failureEnvelope,
        },
        signal,
      );
      const refused = 'Loyalife does not accept the client id and secret.';
      if (result.status === 'refused') return { status: 'unknown', words: refused, httpStatus: result.httpStatus };
      if (result.status !== 'answered') {
        return result.httpStatus === 401 ? { ...result, words: refused } : result;
      }
      const { results } = result.answer;
      if (!('token' in results)) return { status: 'unknown', words: refused, httpStatus: result.httpStatus };
      return { token: results.token, expiresIn: tokenLifeOf(results.tokenExpiresOn ?? '', Date.now()) };
    },
  });
}

/** Milliseconds. A time without a zone says nothing, and the clocks of two machines differ: never longer than the documented life. */
export function tokenLifeOf(expiresOn: string, now: number): number {
  const left = INSTANT.test(expiresOn) ? Date.parse(expiresOn) - now : Number.NaN;
  return left > 0 ? Math.min(left, LIFE) : LIFE;
}
