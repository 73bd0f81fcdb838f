import type { ZodType } from 'zod';
import type { OpenedAddresses } from '../../connectors/http/addressGuard.ts';
import { createEngineHttp } from '../../connectors/http/createEngineHttp.ts';
import type { EngineHttp, EngineHttpOptions } from '../../connectors/http/engineHttp.ts';
import type { LoyaltyConnector } from '../../connectors/loyaltyConnector.ts';

/** A kind of loyalty engine that a program can name: what an operator says about one, and how it is opened. */
export interface EngineKind {
  /** Like signed-webhook: as programs name it, for ever. */
  readonly kind: string;
  /** In words: Square Loyalty. */
  readonly name: string;
  readonly settings: ZodType<{ readonly baseUrl: string }>;
  readonly secrets: ZodType<object>;
  /** Throws a ZodError for what the schemas do not take, and UrlRefused for a base URL that must not be called. */
  open(settings: unknown, secrets: unknown, opened: OpenedAddresses): LoyaltyConnector;
}

export interface KindParts<Settings extends { readonly baseUrl: string }, Secrets extends object> {
  readonly kind: string;
  readonly name: string;
  readonly settings: ZodType<Settings>;
  readonly secrets: ZodType<Secrets>;
  /** By what the engine tells that it processed nothing, besides 401. */
  readonly notProcessed: (settings: Settings) => NonNullable<EngineHttpOptions['notProcessed']>;
  readonly create: (parts: {
    readonly settings: Settings;
    readonly secrets: Secrets;
    readonly http: EngineHttp;
  }) => LoyaltyConnector;
}

export function engineKind<Settings extends { readonly baseUrl: string }, Secrets extends object>(
  parts: KindParts<Settings, Secrets>,
): EngineKind {
  const { kind, name } = parts;
  return {
    kind,
    name,
    settings: parts.settings,
    secrets: parts.secrets,
    open(givenSettings, givenSecrets, opened) {
      const settings = parts.settings.parse(givenSettings);
      const secrets = parts.secrets.parse(givenSecrets);
      const http = createEngineHttp({
        baseUrl: settings.baseUrl,
        name,
        notProcessed: parts.notProcessed(settings),
        allowPrivateAddresses: opened,
      });
      return parts.create({ settings, secrets, http });
    },
  };
}
