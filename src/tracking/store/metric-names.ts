/** A query that finds every name by one index look-up each; DISTINCT would read the whole table. */
export const METRIC_NAMES = `
  WITH RECURSIVE names(name) AS (
    SELECT min(name) FROM metrics
    UNION ALL
    SELECT (SELECT min(metrics.name) FROM metrics WHERE metrics.name > names.name) FROM names
    WHERE names.name IS NOT NULL
  )
  SELECT name FROM names WHERE name IS NOT NULL`;
