/** What the sprite calls its symbols. */
export const symbolOf = {
  icon: (name: string) => `i-${name}`,
  glyph: (name: string) => `g-${name}`,
  status: (name: string) => `s-${name}`,
  scoreAxis: "score-axis",
  priority: (level: number) => `p-${level}`,
};
