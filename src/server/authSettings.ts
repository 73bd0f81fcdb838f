/** How the service learns who asks: a part of its configuration. */
export type AuthSettings =
  | {
      /** Nothing is configured: on loopback alone, and a request without a token acts as the demo's operator. */
      readonly mode: 'demo';
      /** The HS256 key of demo tokens, at least 32 bytes; kept in the data folder. */
      readonly secret: Uint8Array;
    }
  | {
      /** Every request needs a token that the issuer signed. */
      readonly mode: 'tokens';
      /** Where the issuer publishes its public keys; null: there is no issuer, so no token is good. */
      readonly jwksUrl: URL | null;
      /** The `iss` that a token must carry. Null only where jwksUrl is null. */
      readonly issuer: string | null;
      /** The `aud` that a token must carry. Null only where jwksUrl is null. */
      readonly audience: string | null;
      /** Signature algorithms with a public key, like RS256. A shared-secret one is refused at the start. */
      readonly algorithms: readonly string[];
    };
