/**
 * The issuer's keys cannot be had, so nobody can tell whether the token is good. Thrown; the client's token is not
 * at fault, and the same request may succeed in a moment: a 503, never a 401.
 */
export class IdentityUnavailable extends Error {
  constructor(cause: unknown) {
    super('The token cannot be checked right now; try again in a moment.', { cause });
    this.name = 'IdentityUnavailable';
  }
}
