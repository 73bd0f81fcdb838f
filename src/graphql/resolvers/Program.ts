import type { ProgramResolvers } from '../generated/types.ts';

export const Program: ProgramResolvers = {
  __resolveReference: ({ id }, { loaders }) => loaders.program.load(id),
};
