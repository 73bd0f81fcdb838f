/**
 * There is no field for a caller's reference. `reason`, up to 255 characters, is stored in the transaction's details and
 * comes back with it ("Adjust card points", "List card transactions"), so a reference is kept and found there.
 */
export function debitReason(reference: string): string {
  return `Redemption ${reference}`;
}

export function reversalReason(reversalReference: string, reference: string): string {
  return `Reversal ${reversalReference} of ${reference}`;
}

/** Whether a reason is that of a reversal of this debit. */
export function isReversalOf(reason: string | null | undefined, reference: string): boolean {
  return reason?.startsWith('Reversal ') === true && reason.endsWith(` of ${reference}`);
}

/** Our reference in a reason, the debit's or the reversal's own; null: it is none of ours. */
export function referenceInReason(reason: string | null | undefined): string | null {
  const match = /^(?:Redemption (\S+)|Reversal (\S+) of \S+)$/.exec(reason ?? '');
  return match?.[1] ?? match?.[2] ?? null;
}

export function isTooLong(reason: string): boolean {
  return reason.length > 255;
}
