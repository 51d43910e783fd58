/** How an environment uses its sending providers: what each provider's own fields say, as far as mail/ has to know. */
import type { SendgridUse } from "./sendgrid-use";

export interface ProviderUse {
  sendgrid?: SendgridUse | undefined;
  capture?: { host: string; port: number } | undefined;
}
