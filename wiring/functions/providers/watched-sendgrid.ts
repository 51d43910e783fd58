/** How the watch function asks SendGrid, with a token of its own that only reads. What that token may not see is "could not be asked". */
import { z } from "zod";
import { hasCurrentValue } from "../../../adapters/aws/has-current-value";
import { secretReader } from "../../../adapters/aws/secret-value";
import type { JsonClient } from "../../../adapters/http/json-client";
import { readCredits } from "../../../adapters/sendgrid/account";
import { listApiKeys } from "../../../adapters/sendgrid/api-keys";
import { createSendgridClient } from "../../../adapters/sendgrid/client";
import { listDeliveries } from "../../../adapters/sendgrid/logged-deliveries";
import { readDeliveredCount } from "../../../adapters/sendgrid/stats";
import { findSubuser } from "../../../adapters/sendgrid/subusers";
import { listEventWebhooks } from "../../../adapters/sendgrid/webhooks";
import { askingSecret, providerSecret } from "../../../declaration/names/secrets";
import { isSendgridKeyOf } from "../../../declaration/names/sendgrid";
import { addressOf } from "../../../mail/events/fields";
import { sendgridMessageId } from "../../../mail/providers/sendgrid-events";
import type { AskedProvider } from "../../../workflows/watch/effects";
import { jsonService, required, type Variables } from "../environment";

const timeoutMs = 8_000;
/** Of the 120 s that the function has. */
const listWithinMs = 40_000;
/** Some 15,000 messages. */
const mostRequests = 40;

export function watchedSendgrid(variables: Variables): AskedProvider {
  const environment = required(variables, "TWINPOST_ENVIRONMENT");
  const subuser = variables.TWINPOST_SUBUSER || undefined;
  const isEu = variables.TWINPOST_PROVIDER_REGION === "eu";
  const baseUrl =
    (isEu ? variables.TWINPOST_SENDGRID_EU_URL : variables.TWINPOST_SENDGRID_URL) || `https://api.${isEu ? "eu." : ""}sendgrid.com`;
  const secret = askingSecret(environment, "sendgrid");
  const token = secretReader(secret, z.object({ token: z.string() }), jsonService(variables, "SECRETS_MANAGER", timeoutMs));
  const client = async (of = subuser): Promise<JsonClient> => {
    const value = await token();
    if (!value) throw new Error(`the secret ${secret} has no value`);
    return createSendgridClient({ baseUrl, token: value.token, subuser: of, timeoutMs });
  };

  return {
    async standing() {
      if (subuser !== undefined && (await findSubuser(await client(undefined), subuser))?.disabled)
        return { stopped: 1, why: "the subuser is disabled" };
      const { remaining } = await readCredits(await client());
      if (remaining <= 0) return { stopped: 2, why: "no credits remain" };
      const keys = (await listApiKeys(await client())).filter(({ name }) => isSendgridKeyOf(environment, name));
      // Before the first credentials nothing is refused.
      const isIssued = await hasCurrentValue(providerSecret(environment, "sendgrid"), jsonService(variables, "SECRETS_MANAGER", timeoutMs));
      return isIssued && keys.length === 0 ? { stopped: 3, why: "the environment has no key there" } : { stopped: 0 };
    },

    async creditsUsed() {
      const { remaining, total } = await readCredits(await client());
      return total > 0 ? 1 - remaining / total : undefined;
    },

    async webhook() {
      const address = variables.TWINPOST_WEBHOOK_URL;
      if (!address) return undefined;
      const found = await listEventWebhooks(await client());
      const ours = found.find(({ url }) => url === address);
      if (!ours) return found.length === 0 ? "there is no webhook" : "no webhook leads here";
      if (!ours.enabled) return "it is switched off";
      if (!ours.signed) return "its posts are not signed";
      return ours.isWhole ? undefined : "it does not post everything";
    },

    async deliveries(span) {
      const found = subuser === undefined ? undefined : await findSubuser(await client(undefined), subuser);
      if (subuser !== undefined && !found) return { unlisted: `there is no subuser ${subuser}` };
      const limits = { mostRequests, deadline: Date.now() + listWithinMs, subuser: found?.id };
      const listed = await listDeliveries(await client(), span, limits);
      if ("unlisted" in listed) return listed;
      // What no event could be read of either is left out.
      return listed.flatMap(({ id, recipient: to, madeAt }) => {
        const [message, recipient] = [sendgridMessageId(id), addressOf(to)];
        return message === undefined || recipient === undefined ? [] : [{ id: message, recipient, madeAt: madeAt.getTime() }];
      });
    },

    /** By whole days: until now. */
    delivered: async ({ since }) => readDeliveredCount(await client(), since),
  };
}
