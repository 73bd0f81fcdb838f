import { createEngineHttp } from '../../../../src/connectors/http/createEngineHttp.ts';
import type { EngineLimits } from '../../../../src/connectors/http/engineHttp.ts';
import type { LoyaltyConnector } from '../../../../src/connectors/loyaltyConnector.ts';
import {
  createSignedWebhookConnector,
  SIGNED_WEBHOOK_NOT_PROCESSED,
} from '../../../../src/connectors/signedWebhook/createSignedWebhookConnector.ts';
import {
  signedWebhookSecrets,
  signedWebhookSettings,
} from '../../../../src/connectors/signedWebhook/signedWebhookSettings.ts';
import type { Books } from '../../../emulators/kit/books.ts';
import type { Emulator } from '../../../emulators/kit/startEmulator.ts';
import {
  type SignedEngineEmulator,
  SIGNING_SECRET,
  startSignedEngine,
} from '../../../emulators/signedWebhook/startSignedEngine.ts';

/** An engine with its own books, and the real connector to it. */
export interface TestEngine {
  readonly kind: string;
  readonly connector: LoyaltyConnector;
  readonly emulator: Emulator;
  readonly books: Books;
  /** What the fault plan calls the calls that decide. */
  readonly operations: readonly string[];
  /** Of our own contract: what a test can change behind the engine's back. */
  readonly signed?: SignedEngineEmulator;
  close(): Promise<void>;
}

/** An engine of our own contract, over real HTTP, that promises what the settings say. */
export async function signedEngine(
  settings: object = {},
  options: { readonly cancels?: boolean; readonly limits?: Partial<EngineLimits> } = {},
): Promise<TestEngine> {
  const signed = await startSignedEngine(options);
  const { emulator, books } = signed;
  const http = createEngineHttp({
    baseUrl: emulator.url,
    name: 'The engine',
    allowPrivateAddresses: ['127.0.0.1'],
    notProcessed: SIGNED_WEBHOOK_NOT_PROCESSED,
    // It is the saga that is looked at, and every call is to go through, unless a test says otherwise.
    limits: options.limits ?? { breakerThreshold: 0.999 },
  });
  const connector = createSignedWebhookConnector({
    settings: signedWebhookSettings.parse({ baseUrl: emulator.url, ...settings }),
    secrets: signedWebhookSecrets.parse({ signingSecret: SIGNING_SECRET }),
    http,
  });
  return {
    kind: 'signed-webhook',
    connector,
    emulator,
    books,
    operations: ['debits', 'debits/lookup', 'reversals'],
    signed,
    close: async () => {
      await connector.close();
      await emulator.close();
    },
  };
}
