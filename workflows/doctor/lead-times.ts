/** Requests and preparations that take days, to start first. The durations are what providers publish or what is usual, not promises. */
import { dnsHostOf } from "../../declaration/dns-hosts/dns-hosts";
import { type Environment, sendingProvidersOf } from "../../declaration/schema/environment";
import { isEnforced } from "../../mail/dmarc/policy";
import type { ProviderLeadTime } from "../../mail/providers/sending-provider";
import { sendingProviders } from "../../mail/providers/sending-providers";
import type { CheckResult } from "./checks";

export interface LeadTime {
  what: string;
  takes: string;
  /** Undefined if the accounts do not show it. */
  done: boolean | undefined;
}

export function leadTimes(environment: Environment, checks: readonly CheckResult[]): LeadTime[] {
  /** Done if the check was made and has none of the named findings; no findings at all if none are named. */
  const done = ({ check: id, findings = [] }: ProviderLeadTime["done"]): boolean | undefined => {
    const check = checks.find((each) => each.id === id);
    if (!check || check.outcome === "unknown" || check.outcome === "skipped") return undefined;
    return check.outcome !== "not-yet" && !check.findings.some((each) => findings.length === 0 || findings.includes(each.id));
  };
  const ofProviders = sendingProvidersOf(environment).flatMap((provider) =>
    sendingProviders[provider].leadTimes(environment).map((each) => ({ ...each, done: done(each.done) })),
  );
  // Without a provider that delivers, there is no reputation to build and no DMARC policy to raise.
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
