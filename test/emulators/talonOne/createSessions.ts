import type { BookedMovement, Books } from '../kit/books.ts';
import type { EngineAnswer } from '../kit/startEmulator.ts';
import type { TalonOneEmulator } from './startTalonOneEmulator.ts';
import { error } from './talonOneWire.ts';

interface SessionBody {
  readonly profileId: string;
  readonly state: string;
  readonly attributes?: Readonly<Record<string, number>>;
  readonly cartItems?: readonly { readonly price: number; readonly quantity: number }[];
}

interface Session {
  body: SessionBody;
  movement: BookedMovement | null;
  effects: readonly unknown[];
}

export interface Sessions {
  put(id: string, body: unknown): EngineAnswer;
  get(id: string): EngineAnswer;
  /** Evaluates and forgets. */
  dry(id: string, body: unknown): EngineAnswer;
}

/** Customer sessions: closed once, cancelled once, and nothing else. */
export function createSessions(
  books: Books,
  programId: number,
  rules: Pick<TalonOneEmulator, 'deducts' | 'profile'>,
): Sessions {
  const sessions = new Map<string, Session>();

  const effect = (effectType: string, { id, minor }: BookedMovement, profileId: string): unknown => {
    const value = Math.abs(Number(minor)) / 100;
    const props = { programId, subLedgerId: '', value, transactionUUID: id, name: 'points' };
    // A deduction has no recipient.
    const recipient = effectType === 'deductLoyaltyPoints' ? {} : { recipientIntegrationId: profileId };
    return {
      effectType,
      campaignId: 1,
      rulesetId: 1,
      ruleIndex: 0,
      ruleName: 'rule',
      props: { ...props, ...recipient },
    };
  };
  const answer = (id: string, { body, effects }: Session): EngineAnswer => ({
    status: 200,
    body: {
      customerSession: { ...body, integrationId: id, profileId: rules.profile ?? body.profileId },
      effects,
      createdCoupons: [],
      createdReferrals: [],
    },
  });

  const close = (id: string, body: SessionBody): Session => {
    const { profileId, attributes, cartItems } = body;
    // A profile that nobody knows is created empty.
    const spend = attributes?.['PointsToSpend'];
    if (spend !== undefined) {
      const points = rules.deducts?.(spend);
      const movement =
        points === undefined ? null : books.debit({ member: profileId, points: String(points), reference: id });
      const effects = movement === null ? [] : [effect('deductLoyaltyPoints', movement, profileId)];
      return { body, movement, effects };
    }
    const total = (cartItems ?? []).reduce((sum, { price, quantity }) => sum + price * quantity, 0);
    const movement = books.earn({ member: profileId, points: String(Math.floor(total)), reference: id });
    return { body, movement, effects: [effect('addLoyaltyPoints', movement, profileId)] };
  };

  const cancel = (session: Session): readonly unknown[] => {
    session.body = { ...session.body, state: 'cancelled' };
    session.effects = [];
    const { movement, body } = session;
    if (movement?.kind !== 'debited') return [];
    const back = books.reverse(movement, books.format(-movement.minor), movement.reference);
    return back === null ? [] : [effect('rollbackDeductedLoyaltyPoints', back, body.profileId)];
  };

  return {
    put: (id, request) => {
      const body = (request as { customerSession: SessionBody }).customerSession;
      const known = sessions.get(id);
      if (known === undefined) {
        if (body.state === 'cancelled') return error(400, 'A session cannot be created as cancelled');
        const session = close(id, body);
        sessions.set(id, session);
        return answer(id, session);
      }
      if (body.state === 'cancelled' && known.body.state === 'closed') {
        const effects = cancel(known);
        return answer(id, { ...known, effects });
      }
      return error(400, `A ${known.body.state} session cannot become ${body.state}`);
    },
    get: (id) => {
      const session = sessions.get(id);
      return session === undefined ? error(404, 'Customer session not found') : answer(id, session);
    },
    dry: (id, request) => {
      const { customerSession: body } = request as { customerSession: SessionBody };
      return answer(id, { body, movement: null, effects: [] });
    },
  };
}
