/** The value in the middle. */
export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

/**
 * How likely two samples of one kind differ at least so much by rank (Mann-Whitney U, two-sided, normal approximation
 * with ties, good from some twenty values on). Source: H. B. Mann, D. R. Whitney, Ann. Math. Stat. 18 (1947).
 */
export function pOfSame(one: readonly number[], other: readonly number[]): number {
  const all = [
    ...one.map((value) => ({ value, isOne: true })),
    ...other.map((value) => ({ value, isOne: false })),
  ];
  all.sort((a, b) => a.value - b.value);
  let rankSum = 0;
  let ties = 0;
  for (let from = 0; from < all.length; ) {
    let until = from;
    while (until < all.length && all[until]?.value === all[from]?.value) until += 1;
    const rank = (from + 1 + until) / 2;
    for (const each of all.slice(from, until)) if (each.isOne) rankSum += rank;
    ties += (until - from) ** 3 - (until - from);
    from = until;
  }
  const [n, m, total] = [one.length, other.length, all.length];
  const u = rankSum - (n * (n + 1)) / 2;
  const spread = Math.sqrt(((n * m) / 12) * (total + 1 - ties / (total * (total - 1))));
  if (spread === 0) return 1;
  const z = Math.max(Math.abs(u - (n * m) / 2) - 0.5, 0) / spread;
  return 2 * upperTail(z);
}

/** Of the normal distribution, right to seven digits. Source: Abramowitz and Stegun, 26.2.17. */
function upperTail(z: number): number {
  const t = 1 / (1 + 0.2316419 * z);
  const terms = [0.31938153, -0.356563782, 1.781477937, -1.821255978, 1.330274429];
  const sum = terms.reduce((so, term, power) => so + term * t ** (power + 1), 0);
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * sum;
}
