import { createLoyalifeConnector } from '../../connectors/loyalife/createLoyalifeConnector.ts';
import { loyalifeHttp, loyalifeSecrets, loyalifeSettings } from '../../connectors/loyalife/loyalifeSettings.ts';
import { createPlumConnector } from '../../connectors/plum/createPlumConnector.ts';
import { createPlumStorefront } from '../../connectors/plum/createPlumStorefront.ts';
import { plumAddresses, plumSecrets, plumSettings } from '../../connectors/plum/plumSettings.ts';
import {
  createSignedWebhookConnector,
  SIGNED_WEBHOOK_NOT_PROCESSED,
} from '../../connectors/signedWebhook/createSignedWebhookConnector.ts';
import { signedWebhookSecrets, signedWebhookSettings } from '../../connectors/signedWebhook/signedWebhookSettings.ts';
import { createSquareConnector } from '../../connectors/square/createSquareConnector.ts';
import { squareHttp, squareSecrets, squareSettings } from '../../connectors/square/squareSettings.ts';
import { createTalonOneConnector } from '../../connectors/talonOne/createTalonOneConnector.ts';
import { talonOneHttp, talonOneSecrets, talonOneSettings } from '../../connectors/talonOne/talonOneSettings.ts';
import { createVoucherifyConnector } from '../../connectors/voucherify/createVoucherifyConnector.ts';
import {
  voucherifyHttp,
  voucherifySecrets,
  voucherifySettings,
} from '../../connectors/voucherify/voucherifySettings.ts';
import { type EngineKind, engineKind } from './engineKind.ts';

/** Every kind of engine that a program can name. */
export const ENGINE_KINDS: readonly EngineKind[] = [
  engineKind({
    kind: 'loyalife',
    name: 'Loyalife',
    settings: loyalifeSettings,
    secrets: loyalifeSecrets,
    notProcessed: () => loyalifeHttp.notProcessed,
    create: createLoyalifeConnector,
  }),
  engineKind({
    kind: 'plum',
    name: 'The loyalty system',
    settings: plumSettings,
    secrets: plumSecrets,
    notProcessed: ({ notProcessed }) => notProcessed,
    addresses: plumAddresses,
    create: (parts) => createPlumConnector({ ...parts, storefront: createPlumStorefront(parts) }),
  }),
  engineKind({
    kind: 'signed-webhook',
    name: 'The engine',
    settings: signedWebhookSettings,
    secrets: signedWebhookSecrets,
    notProcessed: () => SIGNED_WEBHOOK_NOT_PROCESSED,
    create: createSignedWebhookConnector,
  }),
  engineKind({
    kind: 'square',
    name: 'Square',
    settings: squareSettings,
    secrets: squareSecrets,
    notProcessed: () => squareHttp.notProcessed,
    create: createSquareConnector,
  }),
  engineKind({
    kind: 'talon-one',
    name: 'Talon.One',
    settings: talonOneSettings,
    secrets: talonOneSecrets,
    notProcessed: () => talonOneHttp.notProcessed,
    create: createTalonOneConnector,
  }),
  engineKind({
    kind: 'voucherify',
    name: 'Voucherify',
    settings: voucherifySettings,
    secrets: voucherifySecrets,
    notProcessed: () => voucherifyHttp.notProcessed,
    create: createVoucherifyConnector,
  }),
];

export function engineKindOf(kind: string): EngineKind | null {
  return ENGINE_KINDS.find((one) => one.kind === kind) ?? null;
}
