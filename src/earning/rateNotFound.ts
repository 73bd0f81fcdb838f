/**
 * Thrown while a transaction is assessed: the rules that apply have no rate for its currency. The ledger then stores
 * nothing, and it assesses only what it does not know yet: a transaction that was recorded before is answered as it
 * was, whatever has become of the rules.
 */
export class RateNotFound extends Error {
  readonly currencyCode: string;
  constructor(currencyCode: string) {
    super(`there is no rate for ${currencyCode}`);
    this.name = 'RateNotFound';
    this.currencyCode = currencyCode;
  }
}
