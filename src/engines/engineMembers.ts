export interface MemberPair {
  readonly memberId: string;
  /** Null: the member's pair goes. */
  readonly engineMemberId: string | null;
}

/** One of the engine's members who would be two of ours. */
export interface SharedMember {
  readonly engineMemberId: string;
  readonly memberIds: readonly string[];
}

/** Members' ids in the engines, of programs that map them by a table. Throws DatabaseUnavailable and DatabaseRefused. */
export interface EngineMembers {
  /** In the order asked; null: there is no pair. Callers of one turn of the event loop share a statement. */
  find(programId: string, memberIds: readonly string[]): Promise<readonly (string | null)[]>;
  /** Of whom an id of the engine is, in the order asked; null: there is no pair. */
  ours(programId: string, engineMemberIds: readonly string[]): Promise<readonly (string | null)[]>;
  /** All of them or none: adds, replaces and takes away. Not empty: what stood in the way. */
  save(programId: string, pairs: readonly MemberPair[]): Promise<readonly SharedMember[]>;
}
