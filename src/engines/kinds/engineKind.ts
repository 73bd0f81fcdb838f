import type { ZodType } from 'zod';
import type { OpenedAddresses } from '../../connectors/http/addressGuard.ts';
import { createEngineHttp } from '../../connectors/http/createEngineHttp.ts';
import type { EngineHttp, EngineHttpOptions } from '../../connectors/http/engineHttp.ts';
import type { LoyaltyConnector } from '../../connectors/loyaltyConnector.ts';
import type { SecretKeeper } from '../../connectors/secretKeeper.ts';

/** A kind of loyalty engine that a program can name: what an operator says about one, and how it is opened. */
export interface EngineKind {
  /** Like signed-webhook: as programs name it, for ever. */
  readonly kind: string;
  /** In words: Square Loyalty. */
  readonly name: string;
  readonly settings: ZodType<{ readonly baseUrl: string }>;
  readonly secrets: ZodType<object>;
  /** Where secrets are sent to, by its path in the settings; none for settings that the schema does not take. */
  addresses(settings: unknown): Readonly<Record<string, string>>;
  /** Throws a ZodError for what the schemas do not take, and UrlRefused for a base URL that must not be called. */
  open(settings: unknown, secrets: unknown, opened: OpenedAddresses, keeper: SecretKeeper): LoyaltyConnector;
}

export interface KindParts<Settings extends { readonly baseUrl: string }, Secrets extends object> {
  readonly kind: string;
  readonly name: string;
  readonly settings: ZodType<Settings>;
  readonly secrets: ZodType<Secrets>;
  /** By what the engine tells that it processed nothing, besides 401. */
  readonly notProcessed: (settings: Settings) => NonNullable<EngineHttpOptions['notProcessed']>;
  /** Where secrets are sent to besides the base URL, of an engine that has more than one host. */
  readonly addresses?: (settings: Settings) => Readonly<Record<string, string>>;
  readonly create: (parts: {
    readonly settings: Settings;
    readonly secrets: Secrets;
    readonly http: EngineHttp;
    /** Opens the way to another host of the engine's. Throws UrlRefused. */
    readonly openHttp: (baseUrl: string, name: string) => EngineHttp;
    readonly keeper: SecretKeeper;
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
    addresses(given) {
      const settings = parts.settings.safeParse(given).data;
      if (settings === undefined) return {};
      return parts.addresses?.(settings) ?? { baseUrl: settings.baseUrl };
    },
    open(givenSettings, givenSecrets, opened, keeper) {
      const settings = parts.settings.parse(givenSettings);
      const secrets = parts.secrets.parse(givenSecrets);
      const openHttp = (baseUrl: string, host: string, notProcessed: readonly number[] = []): EngineHttp =>
        createEngineHttp({ baseUrl, name: host, notProcessed, allowPrivateAddresses: opened });
      const http = openHttp(settings.baseUrl, name, parts.notProcessed(settings));
      return parts.create({ settings, secrets, http, openHttp, keeper });
    },
  };
}
