/** Reads and sets header fields of a raw message (RFC 5322 2.2), byte for byte: bodies and other fields stay as they are. */

/** The unfolded value of the first field of this name. */
export const readHeader = (message: Buffer, name: string): string | undefined => readHeaders(message, name)[0];

/** The unfolded values of all fields of this name, in order. */
export const readHeaders = (message: Buffer, name: string): string[] =>
  split(message)
    .fields.filter(isNamed(name))
    .map((field) =>
      field
        .slice(name.length + 1)
        .replace(/\r\n(?=[ \t])/g, "")
        .trim(),
    );

/** The names of all fields, in lower case and in order. */
export const headerNames = (message: Buffer): string[] =>
  split(message).fields.map((field) =>
    field
      .slice(0, Math.max(0, field.indexOf(":")))
      .trim()
      .toLowerCase(),
  );

/** Every field as it stands, unfolded, in order. */
export const allHeaders = (message: Buffer): { name: string; value: string }[] =>
  split(message).fields.map((field) => {
    const colon = Math.max(0, field.indexOf(":"));
    return {
      name: field.slice(0, colon).trim(),
      value: field
        .slice(colon + 1)
        .replace(/\r\n(?=[ \t])/g, "")
        .trim(),
    };
  });

/** Replaces every field of these names, or adds it at the end of the header. @param withheld fields that go */
export function setHeaders(message: Buffer, headers: Record<string, string>, withheld: readonly string[] = []): Buffer {
  const { fields, rest } = split(message);
  const replaced = [...Object.keys(headers), ...withheld];
  const kept = fields.filter((field) => !replaced.some((name) => isNamed(name)(field)));
  const added = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return Buffer.concat([Buffer.from([...kept, ...added].join("\r\n"), "latin1"), rest]);
}

/** @param rest the empty line before the body, and the body. */
function split(message: Buffer): { fields: string[]; rest: Buffer } {
  const end = message.indexOf("\r\n\r\n");
  const header = end === -1 ? message : message.subarray(0, end);
  return {
    fields: header
      .toString("latin1")
      .replace(/\r\n$/, "")
      .split(/\r\n(?![ \t])/),
    rest: end === -1 ? Buffer.from("\r\n\r\n") : message.subarray(end),
  };
}

const isNamed =
  (name: string) =>
  (field: string): boolean =>
    field.toLowerCase().startsWith(`${name.toLowerCase()}:`);
