/** Where the secrets of one engine are kept, for those that the engine itself renews. */
export interface SecretKeeper {
  /** As they are stored now, maybe renewed by another process. Throws when they cannot be read, or are not there any more. */
  read(): Promise<unknown>;
  /**
   * Stores what `renewed` makes of them; null: they stay as they are. Where somebody else changed them in between, it is
   * asked again, of those. When it resolves they are stored for good.
   */
  renew(renewed: (secrets: unknown) => object | null): Promise<void>;
}
