/**
 * PostgreSQL could not be reached in time. Whether the command was done is unknown: repeating it with the same id
 * is safe, and tells.
 */
export class LedgerUnavailable extends Error {
  constructor(cause: unknown) {
    super('The ledger cannot be reached right now; repeat the request with the same idempotency key.', { cause });
    this.name = 'LedgerUnavailable';
  }
}
