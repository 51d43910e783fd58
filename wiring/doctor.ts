/** Wires the doctor to AWS, DNS and Terraform; sending providers and DNS hosts bring checks of their own. Nothing here changes anything. */
import { readCaller } from "../adapters/aws/account";
import { readSecretCopies } from "../adapters/aws/secrets";
import { findStateBucket } from "../adapters/aws/state-bucket";
import { createDnsLookup } from "../adapters/dns/lookup";
import { readEndpoints } from "../adapters/endpoints";
import { stateBucket } from "../declaration/names/terraform-state";
import type { Environment } from "../declaration/schema/environment";
import type { DoctorEffects } from "../workflows/doctor";
import { awsClients } from "./credentials";
import { dnsHostChecks } from "./dns-hosts/dns-host-wirings";
import { providerWirings } from "./providers/provider-wirings";
import { openStack } from "./stack";
import type { World } from "./world";

export function doctorEffects(environment: Environment, world: World): DoctorEffects {
  const { resolvers, dnsPort } = readEndpoints(world.env);
  const dns = createDnsLookup({ resolvers, port: dnsPort });
  return {
    aws: awsEffects(environment, world),
    provider: (provider) => providerWirings[provider].doctor(environment, world),
    dnsHost: () => dnsHostChecks(environment, world),
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
