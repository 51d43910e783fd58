/**
 * Checks what an environment needs before it can send: the accounts, their quotas, the zone, the mailboxes. Reads only. `validate` checks the
 * files, `verify` checks what was applied.
 */

import { watchSecretsOf } from "../declaration/alarms/watch-secrets";
import { dnsHostOf } from "../declaration/dns-hosts/dns-hosts";
import { keepsEvents } from "../declaration/events";
import { type Environment, type ProviderName, sendingProvidersOf } from "../declaration/schema/environment";
import { tokensOf } from "../declaration/tokens";
import { type Finding, inEnvironment } from "../findings/finding";
import { estimateMonthlyCost, type MonthlyCost } from "../mail/cost";
import { type AwsEffects, awsChecks } from "./doctor/check-aws";
import { type CredentialEffects, credentialChecks } from "./doctor/check-credentials";
import { type MailboxEffects, mailboxChecks } from "./doctor/check-mailboxes";
import { type Check, type CheckResult, runChecks } from "./doctor/checks";
import { type LeadTime, leadTimes } from "./doctor/lead-times";

export interface DoctorEffects {
  aws: AwsEffects & { credentials: CredentialEffects };
  /** The checks of a sending provider (doctor/providers/). */
  provider(provider: ProviderName): Check[];
  /** The checks of the DNS host (doctor/dns-hosts/). */
  dnsHost(): Check[];
  mailboxes: MailboxEffects;
  /** @throws OperatorError if terraform is missing or too old. */
  terraformVersion(): Promise<string>;
}

export interface Diagnosis {
  environment: string;
  checks: Omit<CheckResult, "findings">[];
  findings: Finding[];
  leadTimes: LeadTime[];
  cost: MonthlyCost;
}

export async function doctor(environment: Environment, use: DoctorEffects): Promise<Diagnosis> {
  const providers = sendingProvidersOf(environment);
  const results = await runChecks([
    terraformCheck(use),
    ...awsChecks(environment, use.aws),
    ...providers.flatMap(use.provider),
    ...credentialChecks(environment, use.aws.credentials),
    ...use.dnsHost(),
    ...mailboxChecks(environment, use.mailboxes),
  ]);
  return {
    environment: environment.name,
    checks: results.map(({ findings: _, ...check }) => check),
    findings: inEnvironment(
      environment.name,
      results.flatMap(({ findings }) => findings),
    ),
    leadTimes: leadTimes(environment, results),
    // The application secret, one per sending provider, their copies, and two per service with tokens, all under one key of ours; another makes the digests of addresses.
    cost: estimateMonthlyCost({
      providers,
      perMonth: environment.capacity.perMonth,
      use: environment,
      secrets:
        (1 + providers.length) * (environment.secrets ? 2 : 1) + 2 * tokensOf(environment).length + watchSecretsOf(environment).length,
      keys: keepsEvents(environment) ? 2 : 1,
      dns: dnsHostOf(environment).cost,
    }),
  };
}

const terraformCheck = ({ terraformVersion }: DoctorEffects): Check => ({
  id: "terraform",
  title: "Terraform",
  where: "this machine",
  look: async () => ({ saw: await terraformVersion() }),
});
