/** Wires an environment's status to the state in S3, DNS, both sending providers and Secrets Manager. Nothing here changes anything. */
import { requireAccount } from "../../adapters/aws/account";
import { describeSecret, readSecret } from "../../adapters/aws/secrets";
import { createDnsLookup } from "../../adapters/dns/lookup";
import { readEndpoints } from "../../adapters/endpoints";
import { createSendgridClient } from "../../adapters/sendgrid/client";
import { findAuthenticatedDomain } from "../../adapters/sendgrid/sender-authentication";
import { applicationSecret, providerSecret } from "../../environments/names";
import type { Environment, ProviderName } from "../../environments/schema";
import type { StatusEffects } from "../../workflows/status";
import type { ProviderState } from "../../workflows/verify";
import type { World } from "../world";
import { readApplied } from "./applied";
import { awsClients, submissionOf } from "./credentials";
import { recallVerification } from "./last-verification";
import { requireToken } from "./named-stack";
import { readAtSes } from "./verify";

export function statusEffects(environment: Environment, world: World): StatusEffects {
  const { name, aws } = environment;
  const { resolvers, dnsPort } = readEndpoints(world.env);
  const dns = createDnsLookup({ resolvers, port: dnsPort });
  const clients = awsClients(environment, world);

  // Environments lie in several accounts and one is logged in to one: what another account has would be told as this environment's.
  let login: Promise<void> | undefined;
  const inAccount = async <T>(read: () => Promise<T>): Promise<T> => {
    login ??= requireAccount(clients.sts, aws.account);
    await login;
    return read();
  };

  return {
    published: dns.published,
    visible: dns.visible,
    applied: () => inAccount(() => readApplied(environment, world)),
    provider: {
      sendgrid: () => readAtSendgrid(environment, world),
      ses: () => inAccount(() => readAtSes(environment, world)),
    },
    issuedAt: (provider) => inAccount(() => readIssuedAt(environment, provider, world)),
    activeServer: () =>
      inAccount(async () => {
        const settings = await readSecret(clients.secrets, applicationSecret(name));
        return settings && { host: settings.SMTP_SERVER ?? "", port: Number(settings.SMTP_PORT) };
      }),
    submission: (provider) => submissionOf(provider, environment, world),
    lastVerification: async () => recallVerification(name, world),
  };
}

/** What SendGrid last saw; only `twinpost verify` makes it look again. */
async function readAtSendgrid({ sendingDomain }: Environment, world: World): Promise<ProviderState> {
  const client = createSendgridClient({ baseUrl: readEndpoints(world.env).sendgrid, token: requireToken("SENDGRID_API_KEY", world) });
  const domain = await findAuthenticatedDomain(client, sendingDomain);
  if (domain?.valid) return { ready: true, reasons: [] };
  return {
    ready: false,
    reasons: [domain ? "the domain was not valid when SendGrid last looked" : "the domain is not authenticated there"],
  };
}

async function readIssuedAt(environment: Environment, provider: ProviderName, world: World): Promise<Date | undefined> {
  const { secrets } = awsClients(environment, world);
  const versions = await describeSecret(secrets, providerSecret(environment.name, provider));
  return versions.find(({ stages }) => stages.includes("AWSCURRENT") && !stages.includes("AWSPENDING"))?.createdAt;
}
