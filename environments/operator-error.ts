/** What the operator can fix: printed as its message and remedy, without a stack. Anything else that is thrown is a bug and prints one. */
export class OperatorError extends Error {
  override readonly name = "OperatorError";

  /** @param remedy what to do about it, printed on a line of its own. */
  constructor(
    message: string,
    readonly remedy?: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
