/** Lists, numbers and durations in running text. */

export const listText = (texts: readonly string[]): string =>
  texts.length < 2 ? (texts[0] ?? "") : `${texts.slice(0, -1).join(", ")} and ${texts[texts.length - 1]}`;

export const numberText = (count: number): string => count.toLocaleString("en-US");

export const durationText = (seconds: number): string =>
  seconds >= 7200 ? `${Math.ceil(seconds / 3600)} hours` : seconds >= 120 ? `${Math.ceil(seconds / 60)} minutes` : `${seconds} seconds`;
