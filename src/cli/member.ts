import { z } from 'zod';
import { checked, id, text } from './options.ts';
import { runCommand, UsageProblem } from './runCommand.ts';
import { withBooks } from './withBooks.ts';

await runCommand({
  usage:
    'npm run member -- set <memberId> [--given-name Ada] [--family-name Lovelace] [--email ada@example.com] [--phone +441234]',
  options: {
    'given-name': { type: 'string' },
    'family-name': { type: 'string' },
    email: { type: 'string' },
    phone: { type: 'string' },
  },
  async run({ values, positionals }, config) {
    const [verb, givenId, ...rest] = positionals;
    if (verb !== 'set' || givenId === undefined || rest.length > 0) throw new UsageProblem('Say whose profile to set.');
    const { member: memberId } = checked({ member: id }, { member: givenId });
    const shape = { 'given-name': text.optional(), 'family-name': text.optional(), phone: text.optional() };
    const given = checked({ ...shape, email: z.email('must be an address').optional() }, values);
    if (Object.values(given).every((value) => value === undefined)) throw new UsageProblem('There is nothing to set.');
    return withBooks(config, async ({ memberProfiles }) => {
      const known = await memberProfiles.find(memberId);
      await memberProfiles.save({
        memberId,
        givenName: given['given-name'] ?? known?.givenName ?? null,
        familyName: given['family-name'] ?? known?.familyName ?? null,
        email: given.email ?? known?.email ?? null,
        phone: given.phone ?? known?.phone ?? null,
      });
      console.log(`${memberId} is ${known === null ? 'added' : 'changed'}.`);
      return 0;
    });
  },
});
