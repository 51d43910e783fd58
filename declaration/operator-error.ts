/** What the operator can fix: printed as its message and remedy, without a stack. Anything else that is thrown is a bug and prints one. */
export class OperatorError extends Error {
  override readonly name = "OperatorError";
  /** 1 the work failed, 2 bad input, 3 refused by a safety gate. */
  readonly exitCode: 1 | 2 | 3;
  /** What was refused before it began; false: it may have been half done. */
  readonly changedNothing: boolean;

  /** @param remedy what to do about it, printed on a line of its own. */
  constructor(
    message: string,
    readonly remedy?: string,
    options: ErrorOptions & { exitCode?: 1 | 2 | 3; changedNothing?: true } = {},
  ) {
    super(message, options);
    this.exitCode = options.exitCode ?? 1;
    this.changedNothing = options.changedNothing ?? false;
  }
}
