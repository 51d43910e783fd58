/** What takes days however fast one works, so that it is begun first. Durations are what providers write or what is usual, no promises. */
import { dnsHostOf } from "../../declaration/dns-hosts/dns-hosts";
import { type Environment, sendingProvidersOf } from "../../declaration/schema/environment";
import { isEnforced } from "../../mail/dmarc/policy";
import type { ProviderLeadTime } from "../../mail/providers/sending-provider";
import { sendingProviders } from "../../mail/providers/sending-providers";
import type { CheckResult } from "./checks";

export interface LeadTime {
  what: string;
  takes: string;
  /** Undefined when nobody can tell from the accounts. */
  done: boolean | undefined;
}

export function leadTimes(environment: Environment, checks: readonly CheckResult[]): LeadTime[] {
  /** Done when the check was made and had none of these findings; all of its findings when none are named. */
  const done = ({ check: id, findings = [] }: ProviderLeadTime["done"]): boolean | undefined => {
    const check = checks.find((each) => each.id === id);
    if (!check || check.outcome === "unknown" || check.outcome === "skipped") return undefined;
    return check.outcome !== "not-yet" && !check.findings.some((each) => findings.length === 0 || findings.includes(each.id));
  };
  const ofProviders = sendingProvidersOf(environment).flatMap((provider) =>
    sendingProviders[provider].leadTimes(environment).map((each) => ({ ...each, done: done(each.done) })),
  );
  // Nothing reaches a receiver without a provider that delivers: no reputation is to be earned, no policy to be raised.
  const delivers = sendingProvidersOf(environment).some((provider) => sendingProviders[provider].delivers);
  const receivers: LeadTime[] = [
    { what: "the domain's reputation (warming)", takes: "2 to 4 weeks of slowly rising volume, per provider", done: undefined },
    { what: "DMARC beyond p=none", takes: "2 to 4 weeks of aggregate reports", done: isEnforced(environment.dmarc.policy) },
  ];
  return [
    ...ofProviders,
    {
      what: `delegation of the zone to ${dnsHostOf(environment).title}`,
      takes: "up to 2 days",
      done: done({ check: "delegation" }),
    },
    ...(delivers ? receivers : []),
  ];
}
