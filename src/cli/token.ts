import { z } from 'zod';
import { SCOPES } from '../access/viewer.ts';
import { demoSecret } from '../demoSecret.ts';
import { mintDemoToken } from '../server/mintDemoToken.ts';
import { StartupProblem } from '../startupProblem.ts';
import { checked, id, wholeNumber } from './options.ts';
import { runCommand } from './runCommand.ts';

const isScope = (text: string): text is (typeof SCOPES)[number] => SCOPES.some((scope) => scope === text);

await runCommand({
  usage: `npm run token -- [--member m-0001] [--program demo] [--scopes ${SCOPES.slice(0, 2).join(',')}] [--hours 12]`,
  options: {
    member: { type: 'string' },
    program: { type: 'string', multiple: true },
    scopes: { type: 'string' },
    hours: { type: 'string', default: '12' },
  },
  async run({ values }, config) {
    if (config.auth.mode !== 'demo') {
      throw new StartupProblem(
        'Authentication is configured: its issuer makes the tokens, and demo tokens are not good.',
      );
    }
    const { member, program, scopes, hours } = checked(
      {
        member: id.optional(),
        program: z.array(id).default([config.defaultProgram]),
        scopes: z
          .string()
          .transform((list) => list.split(/[ ,]+/))
          .pipe(z.array(z.string().refine(isScope, `must be some of ${SCOPES.join(', ')}`)))
          .default(['points:read', 'points:redeem']),
        hours: wholeNumber(1, 8760),
      },
      values,
    );
    const token = await mintDemoToken(await demoSecret(config.dataDir), {
      scopes: scopes.filter(isScope),
      programs: program,
      expiresInSeconds: hours * 3600,
      ...(member === undefined ? {} : { memberId: member }),
    });
    console.log(token);
    return 0;
  },
});
