import { z } from 'zod';
import type { EngineHttp, NotSent, Unknown } from '../http/engineHttp.ts';
import { createTokenSource, type Token, type TokenSource } from '../http/tokenSource.ts';

export interface PlumTokens {
  /** Opened at Plum's accounts host. */
  readonly http: EngineHttp;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The refresh token that is stored now, maybe by another process. */
  readonly readRefreshToken: () => Promise<string>;
  /** Stores the one that followed the one that was used. When it resolves, it is stored for good. */
  readonly saveRefreshToken: (refreshToken: string, used: string) => Promise<void>;
}

/** Plum's documentation of the grant: expires_in is seconds, and a refresh token comes with every access token. */
const tokenAnswer = z.object({
  access_token: z.string().min(1),
  expires_in: z.number().positive().optional(),
  refresh_token: z.string().min(1).optional(),
});

/**
 * A company's access tokens at Plum. Its pages disagree on whether the old refresh token dies at once, so there is one
 * refresh at a time, and the new refresh token is stored before its access token is used. One that could not be stored
 * is kept and stored first the next time: the stored one may be dead by then. Of two processes that refresh at once the
 * loser may be refused; what the winner stored is good for both.
 */
export function createPlumTokens(options: PlumTokens): TokenSource {
  const { http, clientId, clientSecret, readRefreshToken, saveRefreshToken } = options;
  let unsaved: { readonly next: string; readonly used: string } | null = null;

  async function save(): Promise<void> {
    if (unsaved !== null) await saveRefreshToken(unsaved.next, unsaved.used);
    unsaved = null;
  }

  async function refresh(used: string, signal: AbortSignal): Promise<Token | NotSent | Unknown> {
    const result = await http.call(
      {
        method: 'POST',
        path: '/chef/v1/oauth/token/company',
        body: { grant_type: 'refresh_token', refresh_token: used, client_id: clientId, client_secret: clientSecret },
        answerSchema: tokenAnswer,
      },
      signal,
    );
    if (result.status === 'refused') return result.refusal;
    if (result.status !== 'answered') return result;
    const { access_token: token, expires_in: seconds, refresh_token: next } = result.answer;
    if (next !== undefined && next !== used) unsaved = { next, used };
    await save();
    return { token, expiresIn: seconds === undefined ? null : seconds * 1000 };
  }

  return createTokenSource({
    name: http.name,
    fetch: async (signal) => {
      await save();
      const used = await readRefreshToken();
      const got = await refresh(used, signal);
      if ('token' in got) return got;
      const stored = await readRefreshToken();
      return stored === used ? got : refresh(stored, signal);
    },
  });
}
