/** Numbers of messages, as people write them. Pure. */

/** Thousands may be set apart by commas, blanks, apostrophes or underscores, not by dots: a decimal number looks alike. */
const grouped = /^\d{1,3}([, '’_\u00a0\u202f])\d{3}(\1\d{3})*$/u;

/** @returns digits; what is no number stays as it is. */
export const tidyCount = (text: string): string => (grouped.test(text) ? text.replace(/\D/g, "") : text);

export function countFault(text: string): string | undefined {
  if (/^\d+$/.test(text)) return undefined;
  if (/^\d{1,3}(\.\d{3})+$/.test(text)) {
    const digits = text.replaceAll(".", "");
    return `has a dot, which could be a decimal point: write ${digits} or ${text.replaceAll(".", ",")}`;
  }
  const [, mark] = /^\d+([.,])[\d.,]*$/.exec(text) ?? [];
  const name = mark === "," ? "comma" : "dot";
  return mark
    ? `has a ${name} where no thousands end, expected a whole number such as 10000 or 10,000`
    : "is not a whole number, expected digits such as 10000";
}

/** Of SES in a day: the alarm starts at 80 % of it, so a busy day, and the largest burst, have to fit below. Two digits are enough. */
export function usualLimit(perMonth: number, atOnce: number): number {
  const workingDays = 20;
  const needed = Math.max(perMonth / workingDays, atOnce, 1) / 0.8;
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(needed)) - 1);
  return Math.ceil(needed / unit) * unit;
}
