/** Each request with its account, its posting, the posting that it reversed, and the hold or award that it is about. */
export const REQUEST_PROBLEMS = `
  SELECT bucket, account_id, 6 AS rank, coalesce(seq, 0) AS place, 'request' AS "table", id::text AS key, problem
  FROM (
    SELECT r.bucket, r.account_id, r.id, r.seq, CASE
      WHEN r.rejection IS NOT NULL AND r.seq IS NOT NULL THEN 'it was rejected and has a posting'
      WHEN r.rejection IS NOT NULL THEN NULL
      WHEN a.account_id IS NULL THEN 'it was accepted, and its account does not exist'
      WHEN r.seq IS NULL AND r.kind NOT IN ('HOLD', 'RELEASE', 'STATUS', 'AWARD', 'CLEAR', 'TAKE_BACK')
        THEN 'it was accepted and has no posting'
      WHEN r.seq IS NOT NULL AND p.request_id IS NULL THEN format('its posting %s does not exist', r.seq)
      WHEN r.seq IS NOT NULL AND p.request_id <> r.id THEN format('posting %s is another request''s', r.seq)
      WHEN p.kind IS NOT NULL AND (r.kind, p.kind) NOT IN (
        ('CREDIT', 'EARN'), ('DEBIT', 'REDEEM'), ('CAPTURE', 'REDEEM'), ('REVERSE', 'REVERSE'), ('EXPIRE', 'EXPIRE'),
        ('RELEASE', 'EXPIRE'), ('STATUS', 'EXPIRE'), ('STATUS', 'ADJUST'),
        ('AWARD', 'EARN'), ('CLEAR', 'EARN'), ('TAKE_BACK', 'REVERSE'), ('MIRROR', 'REDEEM'),
        ('MIRROR_EARNING', 'EARN'), ('MIRROR_MOVEMENT', 'ADJUST')
      ) THEN format('a %s made a posting of kind %s', r.kind, p.kind)
      WHEN r.kind = 'TAKE_BACK' AND abs(p.amount) > r.points THEN
        format('it took %s points back, but its posting %s', r.points, abs(p.amount))
      WHEN r.kind NOT IN ('RELEASE', 'STATUS', 'TAKE_BACK') AND abs(p.amount) <> r.points THEN
        format('it moved %s points, but its posting %s', r.points, abs(p.amount))
      WHEN r.kind IN ('MIRROR', 'MIRROR_EARNING', 'MIRROR_MOVEMENT') AND p.contra <> 'ENGINE' THEN 'it repeats what an engine did, and its posting does not'
      WHEN r.kind = 'REVERSE' AND target.contra <> p.contra THEN 'its posting gives back to another account'
      WHEN r.kind = 'REVERSE' AND target.request_id IS DISTINCT FROM r.target_id THEN
        'its posting reverses another request''s'
      WHEN r.kind IN ('AWARD', 'CLEAR', 'TAKE_BACK') AND w.award_id IS NULL THEN 'its award does not exist'
      WHEN r.kind = 'CLEAR' AND (w.state <> 'POSTED' OR w.seq IS DISTINCT FROM r.seq) THEN 'it cleared another posting'
      WHEN r.kind = 'TAKE_BACK' AND p.seq IS NOT NULL AND p.reverses_seq IS DISTINCT FROM w.seq THEN
        'its posting takes another award''s back'
      WHEN r.kind = 'HOLD' AND h.hold_id IS NULL THEN 'its hold does not exist'
    END AS problem
    FROM request r
    LEFT JOIN account a ON a.bucket = r.bucket AND a.account_id = r.account_id
    LEFT JOIN posting p ON p.bucket = r.bucket AND p.account_id = r.account_id AND p.seq = r.seq
    LEFT JOIN posting target
      ON target.bucket = p.bucket AND target.account_id = p.account_id AND target.seq = p.reverses_seq
    LEFT JOIN hold h ON h.bucket = r.bucket AND h.hold_id = r.id AND r.kind = 'HOLD'
    LEFT JOIN award w
      ON w.bucket = r.bucket AND w.account_id = r.account_id
     AND w.award_id = CASE r.kind WHEN 'AWARD' THEN r.id WHEN 'CLEAR' THEN r.target_id WHEN 'TAKE_BACK' THEN r.target_id END
  ) checked
  WHERE problem IS NOT NULL`;
