import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, startStorefront, TOKEN, type TestStorefront } from './startStorefront.ts';

let shop: TestStorefront;
beforeAll(async () => {
  shop = await startStorefront();
});
afterAll(async () => shop.close());

const newOrder = (): string => `AB-${randomUUID()}`;

function redeem(memberId: string, order_id: unknown, points: unknown, program = 'shop'): Promise<Answer> {
  return shop.post(program, 'redemption', { unique_id: memberId, order_id, total_points_redeemed: points });
}

function refund(memberId: string, order_id: unknown, points: unknown, more: object = {}): Promise<Answer> {
  return shop.post('shop', 'refund', { unique_id: memberId, order_id, redemption_amount: points, ...more });
}

function refusal(http: number, code: string): object {
  return { http, body: { status: 0, code, message: expect.any(String) } };
}

describe('the vendor’s go-live checklist', () => {
  test('balance, profile, redemption and refund, as its pages have them', async () => {
    const member = await shop.member('shop', '400');
    await shop.memberProfiles.save({
      memberId: member,
      givenName: 'Asha',
      familyName: 'Rao',
      email: 'asha@example.com',
      phone: '+1-5550100',
    });
    expect(await shop.post('shop', 'balance', { unique_id: member })).toEqual({
      http: 200,
      body: { status: 1, data: { unique_id: member, points: '400' } },
    });
    expect(await shop.post('shop', 'profile', { unique_id: member })).toEqual({
      http: 200,
      body: {
        status: 1,
        message: 'Success',
        user_data: {
          unique_id: member,
          company_email_id: 'asha@example.com',
          first_name: 'Asha',
          last_name: 'Rao',
          mobile_number: '+1-5550100',
        },
      },
    });
    const order = newOrder();
    const request = {
      unique_id: member,
      total_points_redeemed: 348,
      order_id: order,
      order_date: 1693995688,
      orderData: [{ quantity: 1, orderAmount: 10, product: { productId: '28811', name: 'Mug', price: 10.25 } }],
      comments: null,
    };
    expect(await shop.post('shop', 'redemption', request)).toEqual({
      http: 200,
      body: { status: '1', message: 'Successfully updated', data: { order_id: order } },
    });
    expect(await refund(member, order, '200')).toEqual({
      http: 200,
      body: { status: '1', message: 'Successfully updated', data: { order_id: order, points: '200' } },
    });
    expect(await shop.post('shop', 'balance', { unique_id: member })).toMatchObject({
      body: { data: { points: '252' } },
    });
  });

  test('an order that is sent again is answered as the first time, and costs once', async () => {
    const [member, order] = [await shop.member('shop', '400'), newOrder()];
    const first = await redeem(member, order, 150);
    for (const points of [150, '150', '150.00', 150.0]) expect(await redeem(member, order, points)).toEqual(first);
    expect(await shop.balanceOf('shop', member)).toBe(250n);
    await refund(member, order, 50);
    expect(await redeem(member, order, 150)).toEqual(first);
    expect(await shop.balanceOf('shop', member)).toBe(300n);
  });

  test('fifty at once cost once', async () => {
    const [member, order] = [await shop.member('shop', '400'), newOrder()];
    const answers = await Promise.all(Array.from({ length: 50 }, async () => redeem(member, order, 150)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ http: 200, body: { status: '1' } });
    expect(await shop.balanceOf('shop', member)).toBe(250n);
  });

  test('fifty orders at once spend no more than there is', async () => {
    const member = await shop.member('shop', '400');
    const answers = await Promise.all(Array.from({ length: 50 }, async () => redeem(member, newOrder(), 30)));
    expect(answers.filter(({ http }) => http === 200)).toHaveLength(13);
    expect(answers.filter(({ http }) => http === 422)).toHaveLength(37);
    expect(await shop.balanceOf('shop', member)).toBe(10n);
  });

  test('the same order with another amount or member is refused, and nothing changes', async () => {
    const [member, other, order] = [await shop.member('shop', '400'), await shop.member('shop', '400'), newOrder()];
    await redeem(member, order, 150);
    expect(await redeem(member, order, 151)).toEqual(refusal(409, 'CONFLICT'));
    expect(await redeem(other, order, 150)).toEqual(refusal(409, 'CONFLICT'));
    expect(await shop.balanceOf('shop', member)).toBe(250n);
    expect(await shop.balanceOf('shop', other)).toBe(400n);
  });

  test('more than there is is refused, and stays so for that order', async () => {
    const [member, order] = [await shop.member('shop', '400'), newOrder()];
    const refused = await redeem(member, order, 401);
    expect(refused).toEqual(refusal(422, 'INSUFFICIENT_POINTS'));
    expect(refused.body).toMatchObject({ message: '400 points were available, 401 were asked for.' });
    expect(await redeem(member, order, 401)).toEqual(refused);
    expect(await refund(member, order, 1)).toEqual(refusal(404, 'UNKNOWN_ORDER'));
    expect(await shop.balanceOf('shop', member)).toBe(400n);
  });

  test('refunds in parts add up to the order and no further', async () => {
    const [member, order] = [await shop.member('shop', '400'), newOrder()];
    await redeem(member, order, 300);
    expect(await refund(member, order, 100)).toMatchObject({ http: 200, body: { data: { points: '100' } } });
    expect(await refund(member, order, 50)).toMatchObject({ http: 200 });
    const refused = await refund(member, order, 151);
    expect(refused).toEqual(refusal(422, 'NOT_REFUNDABLE'));
    expect(refused.body).toMatchObject({ message: expect.stringContaining('At most 150') });
    expect(await refund(member, order, 150)).toMatchObject({ http: 200 });
    expect(await refund(member, order, 1)).toEqual(refusal(422, 'NOT_REFUNDABLE'));
    expect(await shop.balanceOf('shop', member)).toBe(400n);
  });

  test('a refund that is sent again is answered as the first time, and gives once', async () => {
    const [member, order] = [await shop.member('shop', '400'), newOrder()];
    await redeem(member, order, 300);
    const first = await refund(member, order, 100);
    for (const points of [100, '100', '100.0']) expect(await refund(member, order, points)).toEqual(first);
    const answers = await Promise.all(Array.from({ length: 20 }, async () => refund(member, order, 100)));
    for (const answer of answers) expect(answer).toEqual(first);
    expect(await shop.balanceOf('shop', member)).toBe(200n);
    // Even when all of the order has been given back since.
    await refund(member, order, 200);
    expect(await refund(member, order, 100)).toEqual(first);
    expect(await shop.balanceOf('shop', member)).toBe(400n);
  });

  test('a second refund of the same amount needs a refund_id of its own', async () => {
    const [member, order] = [await shop.member('shop', '400'), newOrder()];
    await redeem(member, order, 300);
    await refund(member, order, 100);
    expect(await refund(member, order, 100, { refund_id: 2 })).toMatchObject({ http: 200 });
    expect(await refund(member, order, 100, { refund_id: '2' })).toMatchObject({ http: 200 });
    expect(await shop.balanceOf('shop', member)).toBe(300n);
    expect(await refund(member, order, 50, { refund_id: '2' })).toEqual(refusal(409, 'CONFLICT'));
    expect(await refund(member, order, 100, { refund_id: '3' })).toMatchObject({ http: 200 });
    expect(await refund(member, order, 100, { refund_id: '4' })).toEqual(refusal(422, 'NOT_REFUNDABLE'));
    expect(await shop.balanceOf('shop', member)).toBe(400n);
  });

  test('the refund of a refund is the refund of an unknown order', async () => {
    const [member, order] = [await shop.member('shop', '400'), newOrder()];
    await redeem(member, order, 300);
    await refund(member, order, 100, { refund_id: 'R-1' });
    for (const id of ['R-1', `refund:${order}`, `order:${order}`]) {
      expect(await refund(member, id, 10)).toEqual(refusal(404, 'UNKNOWN_ORDER'));
    }
    expect(await shop.balanceOf('shop', member)).toBe(200n);
  });

  test('an order is unknown when it never was, is another member’s, or another program’s', async () => {
    const [member, other, order] = [await shop.member('shop', '400'), await shop.member('shop', '400'), newOrder()];
    await redeem(member, order, 300);
    const unknown = await refund(member, newOrder(), 10);
    expect(unknown).toEqual(refusal(404, 'UNKNOWN_ORDER'));
    expect(await refund(other, order, 10)).toEqual(unknown);
    const elsewhere = { unique_id: member, order_id: order, redemption_amount: 10 };
    expect(await shop.post('cents', 'refund', elsewhere)).toEqual(unknown);
    expect(await shop.balanceOf('shop', member)).toBe(100n);
  });

  test('a member is unknown when there is none, or it is another program’s', async () => {
    const elsewhere = await shop.member('cents', '400');
    for (const member of ['nobody', elsewhere]) {
      expect(await shop.post('shop', 'balance', { unique_id: member })).toEqual(refusal(404, 'UNKNOWN_MEMBER'));
      expect(await shop.post('shop', 'profile', { unique_id: member })).toEqual(refusal(404, 'UNKNOWN_MEMBER'));
      expect(await redeem(member, newOrder(), 10)).toEqual(refusal(404, 'UNKNOWN_MEMBER'));
    }
  });

  test('a member without a profile has an empty one', async () => {
    const member = await shop.member('shop', '1');
    expect(await shop.post('shop', 'profile', { unique_id: member })).toMatchObject({
      http: 200,
      body: {
        user_data: { unique_id: member, company_email_id: '', first_name: '', last_name: '', mobile_number: '' },
      },
    });
  });
});

describe('what is spelt otherwise', () => {
  test('an order is a text or an integer, and 5 is "5"', async () => {
    const member = await shop.member('shop', '400');
    const number = 10_000_000 + Math.floor(Math.random() * 1e9);
    expect(await redeem(member, number, 10)).toMatchObject({ http: 200, body: { data: { order_id: `${number}` } } });
    expect(await redeem(member, `${number}`, '10')).toMatchObject({ http: 200 });
    expect(await refund(member, `${number}`, 10)).toMatchObject({ http: 200 });
    expect(await shop.balanceOf('shop', member)).toBe(400n);
  });

  test('integers beyond 2^53 stay apart', async () => {
    const member = await shop.member('shop', '400');
    const body = (order: string): string =>
      `{"auth_token":"${TOKEN}","unique_id":"${member}","order_id":${order},"total_points_redeemed":10}`;
    await shop.post('shop', 'redemption', body('90071992547409931'));
    await shop.post('shop', 'redemption', body('90071992547409930'));
    expect(await shop.balanceOf('shop', member)).toBe(380n);
  });

  test('transactionid names the order, and is answered as transaction_id', async () => {
    const [member, order] = [await shop.member('shop', '400'), newOrder()];
    const byTransaction = { unique_id: member, transactionid: order, total_points_redeemed: 100 };
    expect(await shop.post('shop', 'redemption', byTransaction)).toMatchObject({
      http: 200,
      body: { data: { transaction_id: order } },
    });
    expect(await redeem(member, order, 100)).toMatchObject({ http: 200, body: { data: { order_id: order } } });
    const refunding = { unique_id: member, transactionid: order, redemption_amount: '100' };
    expect(await shop.post('shop', 'refund', refunding)).toEqual({
      http: 200,
      body: { status: '1', message: 'Successfully updated', data: { transaction_id: order, points: '100' } },
    });
    expect(await refund(member, order, 100, { transactionid: order })).toMatchObject({ http: 200 });
    expect(await refund(member, order, 100, { transactionid: 'another' })).toEqual(refusal(400, 'BAD_INPUT'));
    expect(await shop.balanceOf('shop', member)).toBe(400n);
  });

  test('fractions of a point are exact where the program has them', async () => {
    const [member, order] = [await shop.member('cents', '1000.10'), newOrder()];
    expect(await redeem(member, order, 348.5, 'cents')).toMatchObject({ http: 200 });
    expect(await redeem(member, order, '348.50', 'cents')).toMatchObject({ http: 200 });
    const back = { unique_id: member, order_id: order, redemption_amount: '0.01' };
    expect(await shop.post('cents', 'refund', back)).toMatchObject({ body: { data: { points: '0.01' } } });
    expect(await shop.post('cents', 'balance', { unique_id: member })).toMatchObject({
      body: { data: { points: '651.61' } },
    });
  });

  test.each([
    ['a fraction, where points are whole', 'shop', '348.5'],
    ['a third decimal, where there are two', 'cents', '1.001'],
    ['more digits than a double has', 'cents', '100.00000000000000001'],
    ['a number that a double rounds to a good one', 'shop', '10.0000000000000000001'],
    ['zero', 'shop', '0'],
    ['a negative number', 'shop', '-10'],
    ['more than any account can have', 'shop', '9007199254740993'],
  ])('an amount that the program does not have is refused: %s', async (_, program, points) => {
    const [member, order] = [await shop.member(program, '1000'), newOrder()];
    const before = await shop.balanceOf(program, member);
    for (const amount of [points, `"${points}"`]) {
      const body = `{"auth_token":"${TOKEN}","unique_id":"${member}","order_id":"${order}","total_points_redeemed":${amount}}`;
      expect(await shop.post(program, 'redemption', body)).toEqual(refusal(400, 'INVALID_POINTS'));
    }
    expect(await shop.balanceOf(program, member)).toBe(before);
    // The order is not used up by it.
    expect(await redeem(member, order, 10, program)).toMatchObject({ http: 200 });
  });

  test.each([
    ['no amount', { total_points_redeemed: undefined }],
    ['a null amount', { total_points_redeemed: null }],
    ['an amount that is none', { total_points_redeemed: '1,000' }],
    ['an amount that is true', { total_points_redeemed: true }],
    ['no member', { unique_id: undefined }],
    ['an empty member', { unique_id: '' }],
    ['a member that is a list', { unique_id: ['m'] }],
    ['a member with a control character', { unique_id: 'a\u0000' }],
    ['half a character', { unique_id: 'a\ud800' }],
    ['no order', { order_id: undefined }],
    ['an order that is a fraction', { order_id: 1.5 }],
    ['an order that is too long', { order_id: 'o'.repeat(129) }],
    ['points to add', { total_points_added: 10 }],
  ])('%s is bad input', async (_, changes) => {
    const member = await shop.member('shop', '400');
    const good = { unique_id: member, order_id: newOrder(), total_points_redeemed: 10, total_points_added: null };
    expect(await shop.post('shop', 'redemption', { ...good, ...changes })).toEqual(refusal(400, 'BAD_INPUT'));
    expect(await shop.balanceOf('shop', member)).toBe(400n);
  });

  test('what is no JSON object is refused', async () => {
    const json = { 'content-type': 'application/json' };
    for (const body of ['', '[]', 'null', '"a"', '{', '{"a":01}', `{"auth_token":"${TOKEN}",}`, '{"a":NaN}']) {
      expect(await shop.post('shop', 'balance', body, json)).toEqual(refusal(400, 'BAD_INPUT'));
    }
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect(await shop.post('shop', 'balance', 'auth_token=x', form)).toEqual(refusal(415, 'NOT_JSON'));
    const text = { 'content-type': 'text/plain' };
    expect(await shop.post('shop', 'balance', '{}', text)).toEqual(refusal(415, 'NOT_JSON'));
    const large = { unique_id: 'x', comments: 'x'.repeat(70_000) };
    expect(await shop.post('shop', 'balance', large)).toEqual(refusal(413, 'BODY_TOO_LARGE'));
  });
});

describe('who may', () => {
  test('only the token opens, and a wrong one, no program and a closed one are all alike', async () => {
    const member = await shop.member('shop', '400');
    const body = { unique_id: member };
    const answers = await Promise.all([
      shop.post('shop', 'balance', { ...body, auth_token: `${TOKEN}x` }),
      shop.post('shop', 'balance', { ...body, auth_token: '' }),
      shop.post('shop', 'balance', { ...body, auth_token: undefined }),
      shop.post('shop', 'balance', { ...body, auth_token: [TOKEN] }),
      shop.post('shop', 'balance', { ...body, auth_token: TOKEN.toUpperCase() }),
      shop.post('ghost', 'balance', body),
      shop.post('closed', 'balance', body),
      shop.post('closed', 'balance', { ...body, auth_token: '' }),
      shop.post('%00', 'balance', body),
      shop.post('shop%20', 'balance', body),
      shop.post(encodeURIComponent('\u{1F600}'.repeat(128)), 'balance', body),
      shop.post('p'.repeat(129), 'balance', body),
    ]);
    for (const answer of answers) {
      expect(answer).toEqual(refusal(401, 'UNAUTHENTICATED'));
      expect(answer).toEqual(answers[0]);
    }
  });

  test('the token comes first: without it nothing is told of members, orders or addresses', async () => {
    for (const [program, body] of [
      ['shop', { unique_id: 'nobody', auth_token: 'x' }],
      ['shop', { auth_token: 'x' }],
      ['walled', { unique_id: 'nobody', auth_token: 'x' }],
    ] as const) {
      for (const name of ['balance', 'profile', 'redemption', 'refund'] as const) {
        expect(await shop.post(program, name, body)).toEqual(refusal(401, 'UNAUTHENTICATED'));
      }
    }
  });

  test('an address that is not on the list is refused, one that is gets in', async () => {
    expect(await shop.post('walled', 'balance', { unique_id: 'm' })).toEqual(refusal(403, 'ADDRESS_NOT_ALLOWED'));
    const member = await shop.member('local', '5');
    expect(await shop.post('local', 'balance', { unique_id: member })).toMatchObject({ http: 200 });
  });

  test('no token is ever logged', async () => {
    await shop.post('shop', 'balance', { unique_id: 'nobody' });
    await shop.post('shop', 'balance', `{"auth_token":"${TOKEN}"`);
    expect(shop.log()).not.toContain(TOKEN);
  });
});
