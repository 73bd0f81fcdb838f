/** What a storefront may ask about a member at checkout; null where it is not known. */
export interface MemberProfile {
  readonly memberId: string;
  readonly givenName: string | null;
  readonly familyName: string | null;
  readonly email: string | null;
  readonly phone: string | null;
}

export interface MemberProfiles {
  find(memberId: string): Promise<MemberProfile | null>;
  /** Adds or replaces. */
  save(profile: MemberProfile): Promise<void>;
}
