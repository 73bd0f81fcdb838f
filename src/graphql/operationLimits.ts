import { GraphQLError, Kind, type SelectionSetNode, type ValidationContext, type ASTVisitor } from 'graphql';

/** What one operation may ask for. Far above what a front end or a router does, far below what would hurt. */
const LIMITS = { depth: 15, rootFields: 25, readings: 50, pagesInPages: 1, batches: 1, fields: 1_000 } as const;

const PROBLEMS: Readonly<Record<keyof typeof LIMITS, string>> = {
  depth: `goes more than ${LIMITS.depth} fields deep`,
  rootFields: `asks for more than ${LIMITS.rootFields} root fields`,
  readings: `asks for more than ${LIMITS.readings} pages and other readings of their own`,
  pagesInPages: 'asks for a page inside of a page; ask for it by its own id instead',
  batches: 'records more than one batch of transactions',
  fields: `asks for more than ${LIMITS.fields} fields, fragments counted wherever they are spread`,
};

/** Fields that each read rows of their own. */
const PAGES: ReadonlySet<string> = new Set([
  'entries',
  'redemptions',
  'earnings',
  'deadLetters',
  'securityEvents',
  'eventDeliveries',
]);
const READINGS: ReadonlySet<string> = new Set([
  ...PAGES,
  'balanceAt',
  'earningRuleVersions',
  'pointsActivity',
  'simulateEarning',
  'tierHistory',
]);

/** Fields that take a batch, and answer with a list as long as it may be. */
const BATCHES: ReadonlyMap<string, number> = new Map([['recordTransactions', 1_000]]);

/** What a selection set costs. A fragment's is worked out once, however often it is spread. */
type Cost = { -readonly [Limit in keyof typeof LIMITS]: number };

/**
 * A validation rule: refuses an operation that is deeper, wider or more nested than anybody needs. It runs behind
 * the server's rule against fragments that multiply.
 */
export function operationLimits(context: ValidationContext): ASTVisitor {
  const fragments = new Map<string, Cost>();

  function costOf({ selections }: SelectionSetNode): Cost {
    const total: Cost = { ...NOTHING };
    for (const selection of selections) {
      const cost =
        selection.kind === Kind.FRAGMENT_SPREAD
          ? costOfFragment(selection.name.value)
          : selection.kind === Kind.INLINE_FRAGMENT
            ? costOf(selection.selectionSet)
            : costOfField(selection.name.value, selection.selectionSet);
      total.depth = Math.max(total.depth, cost.depth);
      total.pagesInPages = Math.max(total.pagesInPages, cost.pagesInPages);
      total.rootFields += cost.rootFields;
      total.readings += cost.readings;
      total.batches += cost.batches;
      total.fields += cost.fields;
    }
    return total;
  }

  function costOfField(name: string, selectionSet: SelectionSetNode | undefined): Cost {
    const inside = selectionSet === undefined ? NOTHING : costOf(selectionSet);
    // Introspection is deep by nature, and off in production.
    const depth = name.startsWith('__') ? 0 : inside.depth + 1;
    const readings = inside.readings * (BATCHES.get(name) ?? 1) + (READINGS.has(name) ? 1 : 0);
    const pagesInPages = inside.pagesInPages + (PAGES.has(name) ? 1 : 0);
    return {
      depth,
      rootFields: 1,
      readings,
      pagesInPages,
      batches: BATCHES.has(name) ? 1 : 0,
      fields: inside.fields + 1,
    };
  }

  function costOfFragment(name: string): Cost {
    const known = fragments.get(name);
    if (known !== undefined) return known;
    // Seen again inside of itself it costs nothing: that it contains itself is another rule's complaint.
    fragments.set(name, NOTHING);
    const fragment = context.getFragment(name);
    const cost = fragment == null ? NOTHING : costOf(fragment.selectionSet);
    fragments.set(name, cost);
    return cost;
  }

  return {
    OperationDefinition(operation) {
      const cost = costOf(operation.selectionSet);
      for (const [limit, greatest] of Object.entries(LIMITS) as [keyof typeof LIMITS, number][]) {
        if (cost[limit] <= greatest) continue;
        context.reportError(new GraphQLError(`The operation ${PROBLEMS[limit]}.`, { nodes: operation }));
      }
      return false;
    },
  };
}

const NOTHING: Cost = { depth: 0, rootFields: 0, readings: 0, pagesInPages: 0, batches: 0, fields: 0 };
