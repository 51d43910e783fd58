/** Wires the doctor to AWS, SendGrid, Cloudflare, DNS and Terraform. Nothing here changes anything. */
import { readCaller } from "../../adapters/aws/account";
import { findStateBucket } from "../../adapters/aws/state-bucket";
import { createCloudflareClient } from "../../adapters/cloudflare/client";
import { canEditDns, readTokenStatus, readZone } from "../../adapters/cloudflare/zone";
import { createDnsLookup } from "../../adapters/dns/lookup";
import { readEndpoints } from "../../adapters/endpoints";
import { readCredits, readPlan, readScopes } from "../../adapters/sendgrid/account";
import { createSendgridClient } from "../../adapters/sendgrid/client";
import { findAuthenticatedDomain } from "../../adapters/sendgrid/sender-authentication";
import { readSendingAccount } from "../../adapters/ses/account";
import { readIdentity } from "../../adapters/ses/identity";
import { stateBucket } from "../../environments/names";
import type { Environment } from "../../environments/schema";
import type { DoctorEffects } from "../../workflows/doctor";
import type { World } from "../world";
import { awsClients } from "./credentials";
import { requireToken } from "./named-stack";
import { openStack } from "./stack";

export function doctorEffects(environment: Environment, world: World): DoctorEffects {
  const { resolvers, dnsPort } = readEndpoints(world.env);
  const dns = createDnsLookup({ resolvers, port: dnsPort });
  return {
    aws: awsEffects(environment, world),
    sendgrid: sendgridEffects(environment, world),
    cloudflare: { ...cloudflareEffects(environment, world), delegation: (zone) => dns.visible(zone, "NS") },
    mailboxes: { resolve: dns.visible },
    terraformVersion: () => openStack(environment, world).terraform.requireVersion(),
  };
}

function awsEffects(environment: Environment, world: World): DoctorEffects["aws"] {
  const clients = awsClients(environment, world);
  const { account } = environment.aws;
  return {
    caller: () => readCaller(clients.sts),
    stateBucketExists: () => findStateBucket(clients.s3, { bucket: stateBucket(environment), account }),
    sesAccount: () => readSendingAccount(clients.ses),
    sesIdentity: () => readIdentity(clients.ses, environment.sendingDomain),
  };
}

/** Without a token the question fails, not the whole verb. */
function sendgridEffects({ sendingDomain }: Environment, world: World): DoctorEffects["sendgrid"] {
  const client = () => createSendgridClient({ baseUrl: readEndpoints(world.env).sendgrid, token: requireToken("SENDGRID_API_KEY", world) });
  return {
    scopes: async () => readScopes(client()),
    plan: async () => readPlan(client()),
    credits: async () => readCredits(client()),
    domain: async () => findAuthenticatedDomain(client(), sendingDomain),
  };
}

function cloudflareEffects({ cloudflare }: Environment, world: World): Omit<DoctorEffects["cloudflare"], "delegation"> {
  const client = () =>
    createCloudflareClient({ baseUrl: readEndpoints(world.env).cloudflare, token: requireToken("CLOUDFLARE_API_TOKEN", world) });
  return {
    tokenStatus: async () => readTokenStatus(client()),
    zone: async () => readZone(client(), cloudflare.zoneId),
    canEditDns: async () => canEditDns(client(), cloudflare.zoneId),
  };
}
