import { randomUUID } from 'node:crypto';
import { type Signer, secretSigner } from '../../support/signedMessage.ts';
import { ADMIN, type TestWebhooks } from './startWebhooks.ts';

/** A source of the program "shop" that signs with a secret. */
export async function aSource(hooks: TestWebhooks): Promise<{ source: string; secret: string; signers: Signer[] }> {
  const source = `source-${randomUUID()}`;
  const made = await hooks.desk.createSource(ADMIN, { id: source, programId: 'shop', name: 'Shop', publicKey: null });
  if (!made.ok || made.value.secret === null) throw new Error('The source was not made.');
  const { secret } = made.value;
  return { source, secret, signers: [secretSigner(secret)] };
}

export function recorded(data: object = {}): { type: string; timestamp: string; data: Record<string, unknown> } {
  const occurredAt = new Date(Date.now() - 60_000).toISOString();
  const base = {
    transactionId: `t-${randomUUID()}`,
    memberId: `m-${randomUUID()}`,
    kind: 'PURCHASE',
    amount: { amount: '120.50', currencyCode: 'USD' },
    occurredAt,
  };
  return { type: 'transaction.recorded', timestamp: occurredAt, data: { ...base, ...data } };
}

export function reversed(transactionId: string, data: object = {}): object {
  const timestamp = new Date().toISOString();
  return {
    type: 'transaction.reversed',
    timestamp,
    data: { transactionId, reversalId: `r-${transactionId}`, ...data },
  };
}

export function cleared(transactionId: string): object {
  return { type: 'transaction.cleared', timestamp: new Date().toISOString(), data: { transactionId } };
}
