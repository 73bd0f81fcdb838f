/** Each award by itself, behind the one before it, and with its account, its requests and its posting. */
export const AWARD_PROBLEMS = `
  SELECT bucket, account_id, 7 AS rank, number AS place, 'award' AS "table", award_id::text AS key, problem
  FROM (
    SELECT w.bucket, w.account_id, w.award_id, w.number, CASE
      WHEN a.account_id IS NULL THEN 'its account does not exist'
      WHEN w.number <> w.place THEN format('it is the account''s award number %s, not %s', w.place, w.number)
      WHEN w.after_seq < w.after_before OR w.after_seq > a.seq THEN format('it cannot stand behind posting %s', w.after_seq)
      WHEN made.id IS NULL THEN 'no accepted request made it'
      WHEN made.points <> w.points THEN format('its request gave %s points, not %s', made.points, w.points)
      WHEN coalesce(taken.points, 0) <> w.reversed THEN
        format('%s of it are taken back, but requests took %s', w.reversed, coalesce(taken.points, 0))
      WHEN w.state = 'PENDING' AND (w.seq IS NOT NULL OR w.canceled <> w.reversed OR w.points = 0) THEN
        'it is pending, but not only that'
      WHEN w.state = 'POSTED' AND w.clears_at IS NOT NULL THEN 'it is posted and still to clear'
      WHEN w.state = 'POSTED' AND (w.seq IS NOT NULL) <> (w.points > w.canceled) THEN
        format('it gave %s points, and its posting is %s', w.points - w.canceled, coalesce(w.seq::text, 'none'))
      WHEN w.seq IS NOT NULL AND p.seq IS NULL THEN format('its posting %s does not exist', w.seq)
      WHEN p.kind <> 'EARN' OR p.amount <> w.points - w.canceled THEN
        format('it gave %s points, but its posting is an %s of %s', w.points - w.canceled, p.kind, p.amount)
      WHEN w.seq <= w.after_seq THEN 'its posting stands before it'
      WHEN p.seq IS NOT NULL AND p.request_id <> w.award_id AND cleared.id IS NULL THEN 'its posting is another request''s'
    END AS problem
    FROM (
      SELECT *, row_number() OVER history AS place, lag(after_seq) OVER history AS after_before
      FROM award
      WINDOW history AS (PARTITION BY bucket, account_id ORDER BY number)
    ) w
    LEFT JOIN account a ON a.bucket = w.bucket AND a.account_id = w.account_id
    LEFT JOIN posting p ON p.bucket = w.bucket AND p.account_id = w.account_id AND p.seq = w.seq
    LEFT JOIN request made ON made.id = w.award_id AND made.kind = 'AWARD' AND made.rejection IS NULL
                           AND made.account_id = w.account_id AND made.recorded_at = w.recorded_at
    LEFT JOIN request cleared ON cleared.id = p.request_id AND cleared.kind = 'CLEAR' AND cleared.target_id = w.award_id
    LEFT JOIN (
      SELECT target_id, sum(points) AS points FROM request
      WHERE kind = 'TAKE_BACK' AND rejection IS NULL
      GROUP BY target_id
    ) taken ON taken.target_id = w.award_id
  ) checked
  WHERE problem IS NOT NULL`;
