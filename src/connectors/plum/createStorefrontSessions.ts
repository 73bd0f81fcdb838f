import { z } from 'zod';
import { callWithToken } from '../http/callWithToken.ts';
import type { EngineHttp } from '../http/engineHttp.ts';
import type { TokenSource } from '../http/tokenSource.ts';
import { urlPath } from '../http/urlPath.ts';
import type { CallOutcome, StorefrontSession } from '../loyaltyConnector.ts';

export interface StorefrontVisitor {
  /** How the storefront asks our endpoints for this member: their unique_id. */
  readonly memberId: string;
  readonly email: string;
  readonly phone: { readonly number: string; readonly code: string } | null;
  /** What the storefront sends back in every call about this member, as proof that it was sent by us. */
  readonly authToken: string;
}

export interface StorefrontSessions {
  /** Begins a session. Beginning one again harms nothing, so an unknown outcome may simply be repeated. */
  create(visitor: StorefrontVisitor, signal: AbortSignal): Promise<CallOutcome<StorefrontSession>>;
}

/** A token of Plum's single sign-on is good for 14 days. */
const LIFE = 14 * 24 * 60 * 60 * 1000;

const ssoAnswer = z.object({ data: z.object({ ssoToken: z.string().min(1) }) });

/** Plum's single sign-on, at the stores host that `http` was opened for; it is another one in staging. */
export function createStorefrontSessions(
  http: EngineHttp,
  storesUrl: string,
  tokens: TokenSource,
  now: () => number = Date.now,
): StorefrontSessions {
  return {
    create: async ({ memberId, email, phone, authToken }, signal) => {
      const shown = { editable: false, hidden: false };
      const tpd = {
        auth_token: authToken,
        unique_id: memberId,
        email: { default_value: email, ...shown },
        ...(phone !== null && { phone: { default_value: phone.number, phone_code: phone.code, ...shown } }),
        otp: 'none',
      };
      const result = await callWithToken(
        http,
        tokens,
        (token) => ({ authorization: `Bearer ${token}` }),
        {
          method: 'POST',
          path: '/chef/v1/oauth/sso/stores/company',
          body: { user_input: email, tpd },
          answerSchema: ssoAnswer,
        },
        signal,
      );
      if (result.status === 'refused') return result.refusal;
      if (result.status !== 'answered') return result;
      const path = urlPath`/chef/v1/oauth/redirect/stores/${result.answer.data.ssoToken}`;
      const url = storesUrl.replace(/\/+$/, '') + path;
      return { status: 'done', value: { url, expiresAt: new Date(now() + LIFE) } };
    },
  };
}
