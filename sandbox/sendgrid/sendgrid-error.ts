/** A refusal with SendGrid's own words. */
export class SendgridError extends Error {
  constructor(
    /** The HTTP status. */
    readonly status: number,
    message: string,
    readonly field: string | null = null,
  ) {
    super(message);
  }
}
