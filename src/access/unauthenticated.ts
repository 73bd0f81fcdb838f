/** The request does not say credibly who asks. Thrown; its message is for the client and tells nothing of the keys. */
export class Unauthenticated extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'Unauthenticated';
  }
}
