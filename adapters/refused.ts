/** Finds in Node's network errors which addresses refused a connection. Node tries several addresses of one name, each with its own error. */

interface NetworkError {
  code?: unknown;
  address?: unknown;
  port?: unknown;
  /** Of an AggregateError. */
  errors?: unknown;
}

/** @returns "127.0.0.1:4566", or several of them; undefined when the error names no address. */
export function addressOf(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  const { address, port, errors } = error as NetworkError;
  if (typeof address === "string") return typeof port === "number" ? `${address}:${port}` : address;
  if (!Array.isArray(errors)) return undefined;
  return [...new Set(errors.map(addressOf).filter((each) => each !== undefined))].join(", ") || undefined;
}
