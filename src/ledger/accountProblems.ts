/** Each account by itself, with its newest posting, its open holds and its awards. */
export const ACCOUNT_PROBLEMS = `
  SELECT bucket, account_id, 3 AS rank, 0::bigint AS place, 'account' AS "table", account_id::text AS key, problem
  FROM (
    SELECT a.bucket, a.account_id, CASE
      WHEN a.bucket <> get_byte(uuid_send(a.account_id), 0) % 64 THEN 'it is in the wrong bucket'
      WHEN a.seq <> coalesce(newest.seq, 0) THEN
        format('its seq is %s, but its newest posting is %s', a.seq, coalesce(newest.seq, 0))
      WHEN a.balance <> coalesce(newest.balance_after, 0) THEN
        format('its balance is %s, but its postings make %s', a.balance, coalesce(newest.balance_after, 0))
      WHEN a.held <> coalesce(open.points, 0) THEN
        format('it holds %s, but its open holds are %s', a.held, coalesce(open.points, 0))
      WHEN a.awards <> coalesce(given.count, 0) THEN
        format('it counts %s awards, but has %s', a.awards, coalesce(given.count, 0))
      WHEN a.pending <> coalesce(given.pending, 0) THEN
        format('%s points are pending, but its awards'' are %s', a.pending, coalesce(given.pending, 0))
      WHEN a.debt <> coalesce(given.taken_back, 0) + coalesce(given_up.amount, 0) THEN
        format('it owes %s, but %s were taken back of its awards and postings took %s', a.debt,
               coalesce(given.taken_back, 0), -coalesce(given_up.amount, 0))
      WHEN a.balance <> a.held + lots_total(a.lots) THEN
        format('its balance is %s, but it holds %s and its lots are %s', a.balance, a.held, lots_total(a.lots))
      WHEN cardinality(a.lots) % 2 <> 0 OR EXISTS (
        SELECT FROM generate_series(1, cardinality(a.lots) - 1, 2) AS i
        WHERE a.lots[i + 1] <= 0 OR a.lots[i] <= a.lots[i - 2]
      ) THEN 'its lots are not one a day in the order of the days, each with points'
      WHEN a.next_expiry <> coalesce(a.lots[1], 2147483647) THEN 'its next expiry is not its first lot''s day'
      WHEN a.status = 'CLOSED' AND a.balance <> 0 THEN 'it is closed and has points'
      WHEN a.changed_at < newest.recorded_at OR a.changed_at < a.opened_at THEN 'it changed later than it says'
    END AS problem
    FROM account a
    LEFT JOIN LATERAL (
      SELECT p.seq, p.balance_after, p.recorded_at FROM posting p
      WHERE p.bucket = a.bucket AND p.account_id = a.account_id
      ORDER BY p.seq DESC
      LIMIT 1
    ) newest ON true
    LEFT JOIN (
      SELECT bucket, account_id, sum(points) AS points FROM hold WHERE state = 'OPEN' GROUP BY bucket, account_id
    ) open ON open.bucket = a.bucket AND open.account_id = a.account_id
    LEFT JOIN (
      SELECT bucket, account_id, count(*) AS count, sum(reversed - canceled - forgiven) AS taken_back,
             sum(points - reversed) FILTER (WHERE state = 'PENDING') AS pending
      FROM award GROUP BY bucket, account_id
    ) given ON given.bucket = a.bucket AND given.account_id = a.account_id
    LEFT JOIN (
      SELECT bucket, account_id, sum(amount) AS amount FROM posting
      WHERE kind = 'REVERSE' AND contra = 'ISSUANCE'
      GROUP BY bucket, account_id
    ) given_up ON given_up.bucket = a.bucket AND given_up.account_id = a.account_id
  ) checked
  WHERE problem IS NOT NULL`;

/** Each day's points of an account, in its lots and its open holds, against the postings that put and took them. */
export const LOT_PROBLEMS = `
  SELECT bucket, account_id, 5 AS rank, day AS place, 'account' AS "table", account_id::text AS key,
         format('of the lot of day %s it has %s points, but its postings make %s', day, sum(present), sum(posted))
  FROM (
    SELECT bucket, account_id, lots[i] AS day, 0 AS present, sign(amount) * lots[i + 1] AS posted
    FROM posting CROSS JOIN LATERAL generate_series(1, cardinality(lots) - 1, 2) AS i
    UNION ALL
    SELECT bucket, account_id, lots[i], lots[i + 1], 0
    FROM account CROSS JOIN LATERAL generate_series(1, cardinality(lots) - 1, 2) AS i
    UNION ALL
    SELECT bucket, account_id, lots[i], lots[i + 1], 0
    FROM hold CROSS JOIN LATERAL generate_series(1, cardinality(lots) - 1, 2) AS i
    WHERE state = 'OPEN'
  ) moved
  GROUP BY bucket, account_id, day
  HAVING sum(present) <> sum(posted)`;
