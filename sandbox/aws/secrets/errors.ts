/** The errors of Secrets Manager by their names in the API reference; all of them have status 400. */
export class SecretsError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export const notFound = (what = "secret"): SecretsError =>
  new SecretsError("ResourceNotFoundException", `Secrets Manager can't find the specified ${what}.`);
export const invalidRequest = (message: string): SecretsError => new SecretsError("InvalidRequestException", message);
export const invalidParameter = (message: string): SecretsError => new SecretsError("InvalidParameterException", message);
export const limitExceeded = (message: string): SecretsError => new SecretsError("LimitExceededException", message);
export const exists = (message: string): SecretsError => new SecretsError("ResourceExistsException", message);
export const invalid = (message: string): SecretsError => new SecretsError("ValidationException", message);
