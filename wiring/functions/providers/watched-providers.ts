/** Which providers the watch function asks. */
import type { ProviderName } from "../../../declaration/schema/environment";
import type { AskedProvider } from "../../../workflows/watch/effects";
import { required, type Variables } from "../environment";
import { watchedSendgrid } from "./watched-sendgrid";
import { watchedSes } from "./watched-ses";

const table: Partial<Record<ProviderName, (variables: Variables) => AskedProvider>> = { sendgrid: watchedSendgrid, ses: watchedSes };

export const watchedProviders = (variables: Variables): Record<string, AskedProvider> =>
  Object.fromEntries(
    required(variables, "TWINPOST_PROVIDERS")
      .split(",")
      .flatMap((name) => {
        const open = table[name as ProviderName];
        return open ? [[name, open(variables)]] : [];
      }),
  );
