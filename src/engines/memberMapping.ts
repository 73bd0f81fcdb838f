/** How a member's id in the engine follows from theirs here. */
export type MemberMapping =
  | { readonly kind: 'SAME_ID' }
  /** Like "emp-{memberId}". */
  | { readonly kind: 'TEMPLATE'; readonly template: string }
  /** By pairs that are imported; whoever is in none is not in the engine. */
  | { readonly kind: 'TABLE' };
