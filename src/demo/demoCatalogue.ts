/** Why points were earned. */
export const REASONS: readonly [string, ...string[]] = [
  'Purchase: running shoes',
  'Purchase: office chair',
  'Purchase: groceries',
  'Purchase: headphones',
  'Purchase: weekend trip',
  'Recognition: helped a colleague',
  'Recognition: on-call during the holidays',
  'Milestone: safety training completed',
  'Milestone: work anniversary',
  'Referral bonus',
  'Birthday bonus',
  'Wellness challenge',
];

/** What points are spent on: ids of the rewards catalogue's. */
export const REWARD_IDS: readonly [string, ...string[]] = [
  'reward-coffee-voucher',
  'reward-cinema-tickets',
  'reward-book-voucher',
  'reward-headphones',
  'reward-gift-card',
  'reward-charity-donation',
  'reward-city-bike-pass',
];

export const REFUND_REASONS: readonly [string, ...string[]] = [
  'One of two items was out of stock',
  'Voucher could not be delivered in full',
  'Reward returned in part',
];
