/** A line of comma-separated values: https://www.rfc-editor.org/rfc/rfc4180, section 2. */
export const csvLine = (cells: readonly string[]): string =>
  `${cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(",")}\r\n`;

/** Text of strangers, which a spreadsheet must not take as a formula: https://owasp.org/www-community/attacks/CSV_Injection. */
export const harmlessCell = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
