/** How many columns text takes on a terminal, and where it may be broken. */
import { withoutInk } from "./ink";

/** What a terminal shows two columns wide, and what it shows above or inside another character: https://www.unicode.org/reports/tr11/. */
const wide = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303f\uff01-\uff60]/gu;
const narrow = /[\p{Mn}\p{Me}\u200c\u200d]/gu;
const isPlain = /^[\x20-\x7e]*$/;

export function widthOf(text: string): number {
  const shown = withoutInk(text);
  if (isPlain.test(shown)) return shown.length;
  return [...shown].length + (shown.match(wide) ?? []).length - (shown.match(narrow) ?? []).length;
}

/** What is between backticks is one word: a command, or a name. */
export const words = (text: string): string[] => text.match(/(?:`[^`]*`|\S)+/g) ?? [];

export const padded = (text: string, width: number): string => `${text}${" ".repeat(Math.max(0, width - widthOf(text)))}`;

/** A name whose long labels are recognised by their two ends: a DKIM selector of a provider's own making. */
export const shortName = (name: string): string => name.replace(/[A-Za-z0-9]{20,}/g, (label) => `${label.slice(0, 6)}…${label.slice(-6)}`);
