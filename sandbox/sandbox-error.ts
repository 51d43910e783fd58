/** Why a sandbox cannot start on this machine, and what to do about it. */
export class SandboxError extends Error {
  override readonly name = "SandboxError";

  constructor(
    message: string,
    readonly remedy: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
