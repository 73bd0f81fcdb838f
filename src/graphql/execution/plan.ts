import type {
  FieldNode,
  FragmentDefinitionNode,
  GraphQLField,
  GraphQLFieldResolver,
  GraphQLObjectType,
  GraphQLSchema,
  OperationDefinitionNode,
} from 'graphql';
import type { CollectedErrors } from './collectedErrors.ts';

/** A place in the answer, from the leaf to the root. */
export interface Path {
  readonly prev: Path | undefined;
  readonly key: string | number;
  readonly typename: string | undefined;
}

export type Resolver = GraphQLFieldResolver<unknown, unknown>;

/** What is asked, of what. */
export interface Request {
  readonly schema: GraphQLSchema;
  /** Who resolves a field; a field that is not in it is a property of its source. */
  readonly resolvers: ReadonlyMap<GraphQLField<unknown, unknown>, Resolver>;
  readonly operation: OperationDefinitionNode;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
}

/** One execution of a request. */
export interface Run extends Request {
  readonly contextValue: unknown;
  readonly variableValues: Readonly<Record<string, unknown>>;
  readonly errors: CollectedErrors;
  /** The arguments of fields that take some from variables: worked out once, not once an item of a list. */
  readonly args: Map<FieldPlan, Args>;
}

export type Args = Record<string, unknown>;

/** Makes a resolved value what the answer has of it, at once or later. Throws what is wrong with it. */
export type Complete = (run: Run, value: unknown, path: Path | undefined) => unknown;

/** A field of a selection, with everything about it that is the same in every execution. */
export interface FieldPlan {
  /** What it is called in the answer. */
  readonly name: string;
  readonly nodes: readonly FieldNode[];
  readonly field: GraphQLField<unknown, unknown>;
  readonly parent: GraphQLObjectType;
  readonly resolve: Resolver | undefined;
  /** Of __typename, which nobody resolves: what it says. */
  readonly typename: string | null;
  /** Null: they depend on variables. */
  readonly args: Args | null;
  readonly complete: Complete;
  /** Whether its path is needed even if all goes well: by a resolver, or by what is below it. */
  readonly needsPath: boolean;
}

/** The fields that are asked of an object type. */
export type SelectionPlan = readonly FieldPlan[];
