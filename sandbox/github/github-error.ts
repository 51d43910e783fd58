/** A call that GitHub refuses, and the body that says so. */
export class GithubError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
    /** Which fields are wrong, where GitHub says it apart. */
    readonly errors?: readonly object[],
  ) {
    super(message);
  }
}

export function refuse(status: number, message: string, headers?: Record<string, string>): never {
  throw new GithubError(status, message, headers);
}

export const notFound = (): never => refuse(404, "Not Found");

export const failure = (status: number, message: string, errors?: readonly object[]): object => ({
  message,
  ...(errors ? { errors } : {}),
  documentation_url: "https://docs.github.com/rest",
  status: String(status),
});
