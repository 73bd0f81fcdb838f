import { z } from 'zod';
import type { EngineKindResolvers } from '../generated/types.ts';

export const EngineKind: EngineKindResolvers = {
  settingsSchema: ({ settings }) => jsonSchemaOf(settings),
  secretsSchema: ({ secrets }) => jsonSchemaOf(secrets),
};

/** Of what is typed in. What JSON Schema has no word for, the service still checks. */
function jsonSchemaOf(schema: z.ZodType): unknown {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
}
