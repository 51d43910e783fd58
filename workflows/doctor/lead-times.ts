/** What takes days however fast one works, so that it is begun first. Durations are what providers write or what is usual, no promises. */
import { type Environment, type ProviderName, sendingProvidersOf } from "../../declaration/schema/environment";
import type { FindingId } from "../../findings/catalogue";
import type { DoctorCheckId } from "../../findings/kinds/doctor-unknown";
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
  const done = (id: DoctorCheckId, ...findings: FindingId[]): boolean | undefined => {
    const check = checks.find((each) => each.id === id);
    if (!check || check.outcome === "unknown" || check.outcome === "skipped") return undefined;
    return check.outcome !== "not-yet" && !check.findings.some((each) => findings.length === 0 || findings.some((id) => id === each.id));
  };
  // https://www.twilio.com/docs/sendgrid/data-residency/faq
  const subuser: LeadTime[] = [
    { what: "SendGrid subuser", takes: "minutes; addresses in the EU one a month, more by its support", done: done("sendgrid-subuser") },
  ];
  const byProvider: Record<ProviderName, LeadTime[]> = {
    sendgrid: [
      ...(environment.sendgrid?.subuser === undefined ? [] : subuser),
      { what: "SendGrid plan", takes: "minutes; up to 2 days when the account is reviewed", done: done("sendgrid-plan") },
      { what: "SendGrid validates the domain", takes: "minutes after the apply, up to 2 days", done: done("sendgrid-domain") },
    ],
    capture: [],
    ses: [
      {
        what: "SES production access, per region",
        takes: "1 to 2 days, more if AWS asks back",
        done: done("ses-account", "doctor/ses-sandbox"),
      },
      { what: "SES quota and rate", takes: "1 to 2 days", done: done("ses-account", "doctor/ses-rate", "doctor/ses-quota") },
      { what: "SES verifies the domain", takes: "minutes after the apply, up to 3 days", done: done("ses-identity") },
    ],
  };
  // Nothing reaches a receiver without a provider that delivers: no reputation is to be earned, no policy to be raised.
  const delivers = sendingProvidersOf(environment).some((provider) => sendingProviders[provider].delivers);
  const receivers: LeadTime[] = [
    { what: "the domain's reputation (warming)", takes: "2 to 4 weeks of slowly rising volume, per provider", done: undefined },
    { what: "DMARC beyond p=none", takes: "2 to 4 weeks of aggregate reports", done: environment.dmarc.policy !== "none" },
  ];
  return [
    ...sendingProvidersOf(environment).flatMap((provider) => byProvider[provider]),
    { what: `delegation of the zone${environment.cloudflare ? " to Cloudflare" : ""}`, takes: "up to 2 days", done: done("delegation") },
    ...(delivers ? receivers : []),
  ];
}
