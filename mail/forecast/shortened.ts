/** A record's text for one line: a DKIM key is as good as its two ends. */
export const shortened = (text: string, most = 100): string =>
  text.length <= most ? text : `${text.slice(0, most - 25)}…${text.slice(-20)}`;
