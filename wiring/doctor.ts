/** Wires the doctor to AWS, DNS and Terraform. Sending providers and DNS hosts have their own checks. Reads only. */
import { readCaller } from "../adapters/aws/account";
import { readSecretCopies } from "../adapters/aws/secrets";
import { findStateBucket } from "../adapters/aws/state-bucket";
import { lackingStatements } from "../adapters/aws/state-bucket-policy";
import { evidenceReaders } from "../declaration/evidence-readers";
import { stateBucket } from "../declaration/names/terraform-state";
import type { Environment } from "../declaration/schema/environment";
import type { DoctorEffects } from "../workflows/doctor";
import { accountEffects } from "./account-stack";
import type { Connections } from "./connections";
import { dnsHostChecks } from "./dns-hosts/dns-host-wirings";
import { providerWirings } from "./providers/provider-wirings";
import { openStack } from "./stack";
import { standingEffects } from "./standing";

export function doctorEffects(environment: Environment, connections: Connections): DoctorEffects {
  const dns = connections.dns();
  return {
    aws: awsEffects(environment, connections),
    provider: (provider) => providerWirings[provider].doctor(environment, connections),
    dnsHost: () => dnsHostChecks(environment, connections),
    mailboxes: { resolve: dns.visible },
    terraformVersion: () => openStack(environment, connections).terraform.requireVersion(),
  };
}

function awsEffects(environment: Environment, connections: Connections): DoctorEffects["aws"] {
  const clients = connections.aws(environment);
  const { account } = environment.aws;
  return {
    credentials: { ...standingEffects(environment, connections), now: () => new Date() },
    caller: () => readCaller(clients.sts),
    accountStack: accountEffects(environment, connections),
    secretCopies: (id) => readSecretCopies(clients.secrets, id),
    stateBucketExists: () => findStateBucket(clients.s3, { bucket: stateBucket(environment), account }),
    stateBucketLacks: () => {
      const bucket = stateBucket(environment);
      return lackingStatements(clients.s3, bucket, evidenceReaders(connections.declared().environments, bucket));
    },
  };
}
