/** Checks SES in the environment's account and region: what it may send, and whether it has verified the sending domain. */
import { sesSmtpUser } from "../../../declaration/names/ses";
import type { Environment } from "../../../declaration/schema/environment";
import { type Finding, findingOf } from "../../../findings/finding";
import { requiredPerDay, requiredRate } from "../../../mail/capacity";
import type { SesSendingAccount } from "../../../mail/providers/ses-account";
import { applyAccountStack } from "../../account-standing";
import type { Check } from "../checks";

export interface SesEffects {
  account(): Promise<SesSendingAccount>;
  /** Undefined when SES does not know the sending domain. */
  identity(): Promise<{ verifiedForSending: boolean; dkim: string; mailFrom: string | undefined } | undefined>;
  /** Names of policies that AWS attached to the SMTP user because a key of it was found in public. */
  quarantine(): Promise<string[]>;
}

export function sesChecks(environment: Environment, use: SesEffects): Check[] {
  const { aws, name, sendingDomain } = environment;
  const place = `AWS account ${aws.account}, ${aws.region}`;
  return [
    {
      id: "ses-account",
      title: "SES account",
      where: place,
      needs: "aws-account",
      look: async (where) => {
        const account = await use.account();
        const access = account.productionAccess ? "production access" : "SES sandbox";
        return {
          saw: `${access}, ${account.enforcement}, ${quota(account.perDay)} a day, ${quota(account.perSecond)}/s`,
          findings: [...standing(account, where), ...suppression(account, where, aws.account), ...quotas(account, environment)],
        };
      },
    },
    {
      id: "ses-identity",
      title: "SES identity",
      where: `${sendingDomain} at SES`,
      needs: "aws-account",
      look: async (where) => {
        const identity = await use.identity();
        if (!identity) return { saw: "`npx twinpost apply` will make it", notYet: true };
        const { verifiedForSending, dkim, mailFrom = "not set" } = identity;
        const saw = `DKIM ${dkim}, MAIL FROM ${mailFrom}`;
        if (verifiedForSending && dkim === "SUCCESS" && mailFrom === "SUCCESS") return { saw };
        const what = `SES has not verified ${sendingDomain}: ${saw}${verifiedForSending ? "" : ", not verified for sending"}`;
        const remedy = `run \`npx twinpost verify --env ${name}\`: it shows which DNS record is missing or wrong; SES keeps checking for up to 72 hours`;
        const severity = dkim === "PENDING" || mailFrom === "PENDING" ? "warning" : "error";
        return { saw, findings: [findingOf("doctor/ses-identity", { where, severity, what, remedy })] };
      },
    },
    {
      id: "ses-user",
      title: "SMTP user",
      where: `IAM user ${sesSmtpUser(name)}`,
      needs: "aws-account",
      look: async (where) => {
        const policies = await use.quarantine();
        if (policies.length === 0) return { saw: "not quarantined by AWS" };
        const what = `AWS attached ${policies.join(", ")}: a key of the user is public; this does not stop SES sending`;
        return { saw: policies.join(", "), findings: [findingOf("doctor/ses-quarantined", { where, what })] };
      },
    },
  ];
}

/** Whether AWS lets the account send. */
function standing({ productionAccess, review, enforcement, sendingEnabled }: SesSendingAccount, where: string): Finding[] {
  const findings: Finding[] = [];
  if (!productionAccess) {
    const asked = review === undefined ? "" : `; the request to leave it is ${review}`;
    const what = `the account is in SES's sandbox, which sends to verified recipients only${asked}`;
    const wait = "wait for AWS's answer, usually within a day; it comes by e-mail and as a support case";
    findings.push(findingOf("doctor/ses-sandbox", { where, what, remedy: review === "PENDING" ? wait : undefined }));
  }
  if (enforcement !== "HEALTHY") {
    findings.push(findingOf("doctor/ses-enforcement", { where, what: `SES's enforcement status is ${enforcement}, expected HEALTHY` }));
  }
  if (!sendingEnabled) {
    findings.push(findingOf("doctor/ses-paused", { where, what: "sending is switched off for the account in this region" }));
  }
  return findings;
}

/** Checks the account, because a configuration set can only use the account's suppression list. */
function suppression({ suppressed }: SesSendingAccount, where: string, account: string): Finding[] {
  const missing = ["BOUNCE", "COMPLAINT"].filter((reason) => !suppressed.includes(reason));
  if (missing.length === 0) return [];
  const what = `the account's suppression list does not record ${missing.join(" and ")}: SES sends to those recipients again`;
  return [findingOf("doctor/ses-suppression", { where, what, remedy: applyAccountStack(account) })];
}

function quotas({ perDay, perSecond, sentLast24Hours }: SesSendingAccount, { capacity, name }: Environment): Finding[] {
  const where = `environments/${name}.ts capacity`;
  const wantedRate = requiredRate(capacity);
  const wantedPerDay = requiredPerDay(capacity);
  const findings: Finding[] = [];
  if (perSecond < wantedRate) {
    const need = `${capacity.atOnce} messages within ${capacity.withinSeconds} s`;
    const what = `SES sends ${perSecond} messages a second, expected ${wantedRate} for ${need}`;
    findings.push(findingOf("doctor/ses-rate", { where, what }));
  }
  if (perDay < wantedPerDay) {
    const what = `SES sends ${perDay} messages in 24 hours, expected ${wantedPerDay}: the largest burst and an ordinary day's mail`;
    findings.push(findingOf("doctor/ses-quota", { where, what }));
  } else if (perDay - sentLast24Hours < capacity.atOnce) {
    const what = `SES has ${perDay - sentLast24Hours} messages left of today's ${perDay}, fewer than the largest burst (${capacity.atOnce})`;
    findings.push(findingOf("doctor/ses-quota-used", { where, what }));
  }
  return findings;
}

const quota = (value: number): string => (value === Number.POSITIVE_INFINITY ? "unlimited" : String(value));
