/** Each hold by itself, with its account, the request that placed it and the one that captured it. */
export const HOLD_PROBLEMS = `
  SELECT bucket, account_id, 4 AS rank, 0::bigint AS place, 'hold' AS "table", hold_id::text AS key, problem
  FROM (
    SELECT h.bucket, h.account_id, h.hold_id, CASE
      WHEN a.account_id IS NULL THEN 'its account does not exist'
      WHEN lots_total(h.lots) <> h.points THEN
        format('its lots are %s points, but it set %s aside', lots_total(h.lots), h.points)
      WHEN (h.state = 'CAPTURED') <> (h.captured > 0) THEN format('it is %s with %s points captured', h.state, h.captured)
      WHEN placed.id IS NULL THEN 'no accepted request placed it'
      WHEN placed.points <> h.points THEN format('its request asked for %s points, not %s', placed.points, h.points)
      WHEN coalesce(captures.points, 0) <> h.captured THEN
        format('%s of it are captured, but requests captured %s', h.captured, coalesce(captures.points, 0))
    END AS problem
    FROM hold h
    LEFT JOIN account a ON a.bucket = h.bucket AND a.account_id = h.account_id
    LEFT JOIN request placed ON placed.id = h.hold_id AND placed.kind = 'HOLD' AND placed.rejection IS NULL
                            AND placed.account_id = h.account_id
    LEFT JOIN (
      SELECT target_id, sum(points) AS points FROM request
      WHERE kind = 'CAPTURE' AND rejection IS NULL
      GROUP BY target_id
    ) captures ON captures.target_id = h.hold_id
  ) checked
  WHERE problem IS NOT NULL`;
