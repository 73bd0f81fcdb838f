import { z } from 'zod';

/** How Square writes its answers (developer.squareup.com/reference/square/loyalty-api); fields that are not read are left out. */
const moved = z.looseObject({ points: z.int().nullish(), reason: z.string().nullish() });

export const squareEvent = z.looseObject({
  id: z.string().min(1),
  type: z.string(),
  created_at: z.iso.datetime({ offset: true }),
  loyalty_account_id: z.string(),
  adjust_points: moved.optional(),
  accumulate_points: moved.optional(),
  accumulate_promotion_points: moved.optional(),
  create_reward: moved.optional(),
  delete_reward: moved.optional(),
  expire_points: moved.optional(),
  other_event: moved.optional(),
});

export type SquareEvent = z.output<typeof squareEvent>;

/** Where a 200 can list errors, it is no answer. */
const noErrors = z.array(z.unknown()).max(0).optional();

export const accountAnswer = z.looseObject({
  errors: noErrors,
  loyalty_account: z.looseObject({ id: z.string(), program_id: z.string(), balance: z.int().optional() }),
});

export const adjustAnswer = z.looseObject({ errors: noErrors, event: squareEvent });

export const accumulateAnswer = z.looseObject({ errors: noErrors, events: z.array(squareEvent).min(1) });

export const calculateAnswer = z.looseObject({
  errors: noErrors,
  points: z.int().min(0),
});

/** Without events the list is missing, and then nothing else may be there: any other JSON would be an empty history. */
export const eventsAnswer = z
  .looseObject({ errors: noErrors, events: z.array(squareEvent).optional(), cursor: z.string().optional() })
  .refine((answer) => answer.events !== undefined || Object.keys(answer).every((key) => key === 'errors'));

export const programAnswer = z.looseObject({
  errors: noErrors,
  program: z.looseObject({
    id: z.string(),
    status: z.string().nullish(),
    location_ids: z.array(z.string()).nullish(),
  }),
});

/** developer.squareup.com/docs/build-basics/handling-errors */
export const squareErrors = z.looseObject({
  errors: z
    .array(
      z.looseObject({
        category: z.string(),
        code: z.string(),
        detail: z.string().optional(),
        field: z.string().optional(),
      }),
    )
    .min(1),
});

export type SquareErrors = z.output<typeof squareErrors>;
