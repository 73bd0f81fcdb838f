/** Each posting by itself, behind the one before it, and with its account and its request. */
export const POSTING_PROBLEMS = `
  SELECT bucket, account_id, 1 AS rank, seq AS place, 'posting' AS "table", account_id || '.' || seq AS key, problem
  FROM (
    SELECT p.bucket, p.account_id, p.seq, CASE
      WHEN a.account_id IS NULL THEN 'its account does not exist'
      WHEN p.seq <> p.place THEN format('it is the account''s posting number %s: the sequence has a gap', p.place)
      WHEN p.balance_after <> p.balance_before + p.amount THEN
        format('its balance after is %s, but %s and %s make %s', p.balance_after, p.balance_before, p.amount,
               p.balance_before + p.amount)
      WHEN p.recorded_at < p.recorded_before THEN 'it was recorded before the posting before it'
      WHEN p.effective_at > p.recorded_at THEN 'it takes effect after it was recorded'
      WHEN lots_total(p.lots) <> abs(p.amount) THEN
        format('its lots are %s points, but it moved %s', lots_total(p.lots), abs(p.amount))
      WHEN (p.kind, sign(p.amount), p.contra) NOT IN (
        ('EARN', 1, 'ISSUANCE'), ('REDEEM', -1, 'REDEMPTION'), ('REVERSE', 1, 'REDEMPTION'), ('REVERSE', -1, 'ISSUANCE'),
        ('EXPIRE', -1, 'BREAKAGE'), ('ADJUST', -1, 'BREAKAGE'),
        ('ADJUST', 1, 'ENGINE'), ('ADJUST', -1, 'ENGINE'), ('EARN', 1, 'ENGINE'), ('REDEEM', -1, 'ENGINE'), ('REVERSE', 1, 'ENGINE')
      ) THEN format('%s does not move %s points with %s: its legs are wrong', p.kind, p.amount, p.contra)
      -- What pays a debt reverses no posting that could be named.
      WHEN (p.kind = 'REVERSE' AND (p.contra IN ('REDEMPTION', 'ENGINE') OR coalesce(r.kind = 'TAKE_BACK', false)))
           <> (p.reverses_seq IS NOT NULL) THEN 'a reversal, and nothing else, names a posting'
      WHEN p.kind = 'REVERSE' AND p.contra = 'ISSUANCE' AND r.kind NOT IN ('CREDIT', 'AWARD', 'CLEAR', 'TAKE_BACK') THEN
        format('a %s took back what was issued', r.kind)
      WHEN p.contra = 'ENGINE' AND r.kind NOT IN ('MIRROR', 'MIRROR_EARNING', 'MIRROR_MOVEMENT', 'REVERSE') THEN format('a %s repeated what an engine did', r.kind)
      WHEN lots_total(p.origin_lots) <> CASE WHEN p.kind = 'REVERSE' AND p.contra IN ('REDEMPTION', 'ENGINE') THEN p.amount ELSE 0 END THEN
        'the lots that it gave back are not what it moved'
      WHEN r.id IS NULL THEN 'its request does not exist'
      WHEN r.account_id <> p.account_id OR r.bucket <> p.bucket OR r.rejection IS NOT NULL OR r.seq IS NULL
           OR (r.seq > p.seq AND p.contra <> 'ENGINE') OR r.recorded_at <> p.recorded_at THEN 'its request tells another story'
    END AS problem
    FROM (
      SELECT *, row_number() OVER history AS place, lag(balance_after, 1, 0::bigint) OVER history AS balance_before,
             lag(recorded_at) OVER history AS recorded_before
      FROM posting
      WINDOW history AS (PARTITION BY bucket, account_id ORDER BY seq)
    ) p
    LEFT JOIN account a ON a.bucket = p.bucket AND a.account_id = p.account_id
    LEFT JOIN request r ON r.id = p.request_id
  ) checked
  WHERE problem IS NOT NULL`;

/** What was given back of each posting, by the day of its lots. */
export const REVERSAL_PROBLEMS = `
  SELECT given.bucket, given.account_id, 2 AS rank, given.reverses_seq AS place, 'posting' AS "table",
         given.account_id || '.' || given.reverses_seq AS key,
         format('of its lot of day %s, %s points were given back, and it took %s', given.day, given.points,
                coalesce(taken.points, 0)) AS problem
  FROM (
    SELECT bucket, account_id, reverses_seq, origin_lots[i] AS day, sum(origin_lots[i + 1]) AS points
    FROM posting CROSS JOIN LATERAL generate_series(1, cardinality(origin_lots) - 1, 2) AS i
    WHERE reverses_seq IS NOT NULL
    GROUP BY bucket, account_id, reverses_seq, origin_lots[i]
  ) given
  LEFT JOIN LATERAL (
    SELECT t.lots[i + 1] AS points
    FROM posting t CROSS JOIN LATERAL generate_series(1, cardinality(t.lots) - 1, 2) AS i
    WHERE t.bucket = given.bucket AND t.account_id = given.account_id AND t.seq = given.reverses_seq
      AND t.kind = 'REDEEM' AND t.lots[i] = given.day
  ) taken ON true
  WHERE given.points > coalesce(taken.points, 0)`;
