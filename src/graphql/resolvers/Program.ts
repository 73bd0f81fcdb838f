import { checkId } from '../../failure/checkText.ts';
import { activityOf, checkActivityRange } from '../activityOf.ts';
import { pageToRead, toConnection } from '../connection.ts';
import { decodeIdCursor } from '../cursor.ts';
import type { ProgramResolvers } from '../generated/types.ts';
import { liabilityOf } from '../liabilityOf.ts';

/** In rows: a letter's body alone may have 256 kB. */
const LETTER = 100;
/** A delivery's body has a kilobyte or so. */
const DELIVERY = 2;

export const Program: ProgramResolvers = {
  __resolveReference: ({ id }, { loaders }) => loaders.program.load(id),
  engine: ({ id }, _, { loaders }) => loaders.operator.engine(id),
  earningRules: (program, _, { loaders }) => loaders.operator.rules(program),
  earningRuleVersions({ id }, { ruleId }, { loaders }) {
    checkId('ruleId', ruleId);
    return loaders.operator.ruleVersions({ programId: id, ruleId });
  },
  async pointsActivity(program, { from, to, period }, { loaders }) {
    checkActivityRange(from, to, period);
    const activities = await loaders.operator.activity({ program, from, to, period });
    return activities.map((activity) => activityOf(activity, program.decimals));
  },
  async pointsLiability(program, _, { loaders }) {
    return liabilityOf(await loaders.operator.liability(program), program.decimals);
  },
  webhookSources: (program, _, { loaders }) => loaders.operator.sources(program),
  async deadLetters({ id }, { first, after, states = null }, { loaders }) {
    const behind = decodeIdCursor('deadLetters', after);
    const asked = { programId: id, states, first: pageToRead('entries', { first }).first, after: behind };
    const { letters, hasMore } = await loaders.operator.letters(asked);
    loaders.rows.spend(letters.length * LETTER);
    return toConnection('deadLetters', {
      rows: letters,
      hasMore,
      isBehind: behind !== null,
      placeOf: (letter) => letter.id,
      toNode: (letter) => letter,
    });
  },
  eventEndpoints: (program, _, { loaders }) => loaders.operator.endpoints(program),
  async eventDeliveries({ id }, { first, after, states = null }, { loaders }) {
    const asked = pageToRead('eventDeliveries', { first, after });
    const { deliveries, hasMore } = await loaders.operator.deliveries({ programId: id, states, ...asked });
    loaders.rows.spend(deliveries.length * DELIVERY);
    return toConnection('eventDeliveries', {
      rows: deliveries,
      hasMore,
      isBehind: asked.before !== null,
      placeOf: (delivery) => delivery.number,
      toNode: (delivery) => delivery,
    });
  },
  async reconciliationRuns({ id }, page, { loaders }) {
    const asked = pageToRead('reconciliationRuns', page);
    const { runs, hasMore } = await loaders.operator.runs({ programId: id, ...asked });
    loaders.rows.spend(runs.length);
    return toConnection('reconciliationRuns', {
      rows: runs,
      hasMore,
      isBehind: asked.before !== null,
      placeOf: (run) => run.number,
      toNode: (run) => run,
    });
  },
  async reconciliationItems({ id, decimals }, { first, after, state }, { loaders }) {
    const asked = pageToRead('reconciliationItems', { first, after });
    const isOpen = state == null ? null : state === 'OPEN';
    const { items, hasMore } = await loaders.operator.items({ programId: id, isOpen, ...asked });
    loaders.rows.spend(items.length);
    return toConnection('reconciliationItems', {
      rows: items,
      hasMore,
      isBehind: asked.before !== null,
      placeOf: (item) => item.number,
      toNode: (item) => ({ ...item, decimals }),
    });
  },
  async securityEvents({ id }, page, { loaders }) {
    const asked = pageToRead('securityEvents', page);
    const { events, hasMore } = await loaders.operator.events({ programId: id, ...asked });
    loaders.rows.spend(events.length);
    return toConnection('securityEvents', {
      rows: events,
      hasMore,
      isBehind: asked.before !== null,
      placeOf: (event) => event.id,
      toNode: (event) => event,
    });
  },
};
