/** Wires the doctor to AWS, the sending providers, Cloudflare, DNS and Terraform. Nothing here changes anything. */
import { readCaller } from "../adapters/aws/account";
import { readSecretCopies } from "../adapters/aws/secrets";
import { findStateBucket } from "../adapters/aws/state-bucket";
import { createCloudflareClient } from "../adapters/cloudflare/client";
import { canEditDns, readTokenStatus, readZone } from "../adapters/cloudflare/zone";
import { createDnsLookup } from "../adapters/dns/lookup";
import { readEndpoints } from "../adapters/endpoints";
import { stateBucket } from "../declaration/names/terraform-state";
import type { Environment } from "../declaration/schema/environment";
import { cloudflareToken } from "../declaration/tokens";
import type { DoctorEffects } from "../workflows/doctor";
import { awsClients } from "./credentials";
import { captureDoctorEffects } from "./providers/capture";
import { sendgridDoctorEffects } from "./providers/sendgrid";
import { sesDoctorEffects } from "./providers/ses";
import { requireToken } from "./required-tokens";
import { openStack } from "./stack";
import type { World } from "./world";

export function doctorEffects(environment: Environment, world: World): DoctorEffects {
  const { resolvers, dnsPort } = readEndpoints(world.env);
  const dns = createDnsLookup({ resolvers, port: dnsPort });
  return {
    aws: awsEffects(environment, world),
    sendgrid: sendgridDoctorEffects(environment, world),
    ses: sesDoctorEffects(environment, world),
    capture: captureDoctorEffects(environment, world),
    cloudflare: { ...cloudflareEffects(environment, world), delegation: (zone) => dns.visible(zone, "NS") },
    delegation: { delegation: (zone) => dns.visible(zone, "NS"), authoritative: (zone) => dns.published(zone, "NS") },
    mailboxes: { resolve: dns.visible },
    terraformVersion: () => openStack(environment, world).terraform.requireVersion(),
  };
}

function awsEffects(environment: Environment, world: World): DoctorEffects["aws"] {
  const clients = awsClients(environment, world);
  const { account } = environment.aws;
  return {
    caller: () => readCaller(clients.sts),
    secretCopies: (id) => readSecretCopies(clients.secrets, id),
    stateBucketExists: () => findStateBucket(clients.s3, { bucket: stateBucket(environment), account }),
  };
}

function cloudflareEffects({ cloudflare }: Environment, world: World): Omit<DoctorEffects["cloudflare"], "delegation"> {
  const zoneId = cloudflare?.zoneId ?? "";
  const client = () =>
    createCloudflareClient({
      baseUrl: readEndpoints(world.env).cloudflare,
      token: requireToken(cloudflareToken, world, "the environment's secrets"),
    });
  return {
    tokenStatus: async () => readTokenStatus(client()),
    zone: async () => readZone(client(), zoneId),
    canEditDns: async () => canEditDns(client(), zoneId),
  };
}
