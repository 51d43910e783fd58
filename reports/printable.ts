/** Text of others for a terminal: what DNS or a server said must not move the cursor, colour or clear anything. Lines stay lines. */
export const printable = (text: string): string =>
  text.replaceAll(/[^\P{Cc}\n]/gu, (character) => `\\u{${character.charCodeAt(0).toString(16)}}`);
