/** Our references in an adjustment's reason, the one place where Square keeps a text and shows it in its history. */
export function debitReason(reference: string): string {
  return `Redemption ${reference}`;
}

export function reversalReason(reference: string, reversalReference: string): string {
  return `Reversal ${reversalReference} of redemption ${reference}`;
}

export interface ReadReason {
  readonly reference: string;
  /** The redemption's, of a reversal. */
  readonly of: string | null;
}

/** What of ours a reason names; null: somebody else wrote it. */
export function readReason(reason: string | null | undefined): ReadReason | null {
  const debit = /^Redemption (\S+)$/.exec(reason ?? '')?.[1];
  if (debit !== undefined) return { reference: debit, of: null };
  const [, reference, of] = /^Reversal (\S+) of redemption (\S+)$/.exec(reason ?? '') ?? [];
  return reference === undefined || of === undefined ? null : { reference, of };
}
