import { createHash } from 'node:crypto';
import type { Program } from '../program/programs.ts';

/** What the demo's storefront sends as its auth_token. Known to everybody: the demo listens on loopback alone. */
export const DEMO_PLUM_TOKEN = 'demo-plum-auth-token';

const policy = {
  timeZone: 'UTC',
  expiryMonths: 12,
  refundGraceDays: 30,
  opensAccounts: true,
  plumTokenHash: createHash('sha256').update(DEMO_PLUM_TOKEN).digest(),
  plumAllowedIps: [],
} as const;

export const DEMO_PROGRAM: Program = {
  ...policy,
  id: 'demo',
  name: 'Demo Rewards',
  unitName: 'points',
  decimals: 0,
};

/** The same members in a program whose points have two decimals. */
export const DEMO_FRACTIONAL_PROGRAM: Program = {
  ...policy,
  id: 'demo-fractional',
  name: 'Demo Rewards, fractional',
  unitName: 'points',
  decimals: 2,
};

/** m-0001 to m-0100. */
export const DEMO_MEMBER_IDS: readonly string[] = Array.from(
  { length: 100 },
  (_, index) => `m-${String(index + 1).padStart(4, '0')}`,
);
