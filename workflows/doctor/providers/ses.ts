/** What SES may send, in the environment's account and region, and whether it vouches for the sending domain. */
import type { Environment } from "../../../declaration/schema/environment";
import { requiredPerDay, requiredRate } from "../../../mail/capacity";
import { applyAccountStack } from "../check-aws";
import type { Check, Problem } from "../checks";

interface SendingAccount {
  productionAccess: boolean;
  /** Of the request to leave SES's sandbox. */
  review: string | undefined;
  enforcement: string;
  sendingEnabled: boolean;
  perDay: number;
  perSecond: number;
  sentLast24Hours: number;
  suppressed: string[];
}

export interface SesEffects {
  account(): Promise<SendingAccount>;
  /** Undefined when SES does not know the sending domain. */
  identity(): Promise<{ verifiedForSending: boolean; dkim: string; mailFrom: string | undefined } | undefined>;
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
      look: async () => {
        const account = await use.account();
        const access = account.productionAccess ? "production access" : "SES sandbox";
        return {
          saw: `${access}, ${account.enforcement}, ${quota(account.perDay)} a day, ${quota(account.perSecond)}/s`,
          problems: [...standing(account), ...suppression(account, aws.account), ...quotas(account, environment)],
        };
      },
    },
    {
      id: "ses-identity",
      title: "SES identity",
      where: `${sendingDomain} at SES`,
      needs: "aws-account",
      look: async () => {
        const identity = await use.identity();
        if (!identity) return { saw: "`npx twinpost apply` will make it", notYet: true };
        const { verifiedForSending, dkim, mailFrom = "not set" } = identity;
        const saw = `DKIM ${dkim}, MAIL FROM ${mailFrom}`;
        if (verifiedForSending && dkim === "SUCCESS" && mailFrom === "SUCCESS") return { saw };
        const what = `SES does not vouch for ${sendingDomain}: ${saw}${verifiedForSending ? "" : ", not verified for sending"}`;
        const remedy = `run \`npx twinpost verify --env ${name}\`: it says which DNS record is missing or wrong; SES looks for up to 72 hours`;
        const severity = dkim === "PENDING" || mailFrom === "PENDING" ? "warning" : "error";
        return { saw, problems: [{ id: "ses-identity", severity, what, remedy }] };
      },
    },
  ];
}

/** What AWS thinks of the account. */
function standing({ productionAccess, review, enforcement, sendingEnabled }: SendingAccount): Problem[] {
  const problems: Problem[] = [];
  if (!productionAccess) {
    const asked = review === undefined ? "" : `; the request to leave it is ${review}`;
    problems.push({
      id: "ses-sandbox",
      what: `the account is in SES's sandbox, where only verified recipients can be reached${asked}`,
      remedy:
        review === "PENDING"
          ? "wait for AWS's answer, usually within a day; it comes by e-mail and as a support case"
          : "ask for production access in the SES console, per region (docs/first-day.md says what to write); allow a day or two",
    });
  }
  if (enforcement !== "HEALTHY") {
    problems.push({
      id: "ses-enforcement",
      what: `SES's enforcement status is ${enforcement}, expected HEALTHY`,
      remedy: "AWS has written why to the account's e-mail address: answer there; mend bounces (below 5 %) and complaints (below 0.1 %)",
    });
  }
  if (!sendingEnabled) {
    problems.push({
      id: "ses-paused",
      what: "sending is switched off for the account in this region",
      remedy: "once the reason is known, `aws sesv2 put-account-sending-attributes --sending-enabled` switches it on",
    });
  }
  return problems;
}

/** A configuration set only chooses from the account's list. */
function suppression({ suppressed }: SendingAccount, account: string): Problem[] {
  const missing = ["BOUNCE", "COMPLAINT"].filter((reason) => !suppressed.includes(reason));
  if (missing.length === 0) return [];
  const what = `the account's suppression list takes in nobody for ${missing.join(" and ")}: SES writes to them again`;
  return [{ id: "ses-suppression", severity: "warning", what, remedy: applyAccountStack(account) }];
}

function quotas({ perDay, perSecond, sentLast24Hours }: SendingAccount, { capacity, name }: Environment): Problem[] {
  const remedy = 'ask for more under Service Quotas, "SES Sending Limits"; or lower `capacity` if that much is not needed';
  const where = `environments/${name}.ts capacity`;
  const wantedRate = requiredRate(capacity);
  const wantedPerDay = requiredPerDay(capacity);
  const problems: Problem[] = [];
  if (perSecond < wantedRate) {
    const need = `${capacity.atOnce} messages within ${capacity.withinSeconds} s`;
    problems.push({ id: "ses-rate", where, what: `SES sends ${perSecond} messages a second, expected ${wantedRate} for ${need}`, remedy });
  }
  if (perDay < wantedPerDay) {
    const what = `SES sends ${perDay} messages in 24 hours, expected ${wantedPerDay}: the largest burst and an ordinary day's mail`;
    problems.push({ id: "ses-quota", where, what, remedy });
  } else if (perDay - sentLast24Hours < capacity.atOnce) {
    const what = `SES has ${perDay - sentLast24Hours} messages left of today's ${perDay}, fewer than the largest burst (${capacity.atOnce})`;
    problems.push({ id: "ses-quota-used", severity: "warning", where, what, remedy });
  }
  return problems;
}

const quota = (value: number): string => (value === Number.POSITIVE_INFINITY ? "unlimited" : String(value));
