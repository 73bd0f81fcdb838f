const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const SHORT = /^[0-9a-z]{25}$/;

/**
 * The merchant of a redemption, with our reference behind a # where the operator wants it. RedeemPoints has no field for
 * a reference; MerchantName is a text of the caller's that GetMemberTransactionSummaryByDate gives back. Neither page
 * says how long it may be, so a UUID is written in 25 digits and letters that survive a change of case.
 */
export function merchantNameOf(merchant: string, reference: string, withReference: boolean): string {
  return withReference ? `${merchant} #${shortReference(reference)}` : merchant;
}

/** Our reference in a merchant's name; null: it carries none. */
export function referenceIn(merchantName: string | null, merchant: string): string | null {
  const start = `${merchant} #`;
  if (merchantName?.startsWith(start) !== true) return null;
  const code = merchantName.slice(start.length);
  return code === '' ? null : longReference(code);
}

function shortReference(reference: string): string {
  if (!UUID.test(reference)) return reference;
  return BigInt(`0x${reference.replaceAll('-', '')}`)
    .toString(36)
    .padStart(25, '0');
}

function longReference(code: string): string {
  if (!SHORT.test(code.toLowerCase())) return code;
  const number = Array.from(code.toLowerCase()).reduce(
    (sum, digit) => sum * 36n + BigInt(Number.parseInt(digit, 36)),
    0n,
  );
  const hex = number.toString(16).padStart(32, '0');
  return hex.length > 32 ? code : hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
