/** A number of tokens for each second as lists show it: one decimal where it says something, none from 100 on. */
export function formatSpeed(tokensPerSecond: number): string {
  return tokensPerSecond < 100 ? tokensPerSecond.toFixed(1) : String(Math.round(tokensPerSecond));
}
