/** Checks SendGrid: the scopes of the key, the account and its settings, the plan and its credits, the domain. */
import type { Environment } from "../../../declaration/schema/environment";
import { catalogue } from "../../../findings/catalogue";
import { type Finding, findingOf } from "../../../findings/finding";
import {
  type SendgridAccountSettings,
  type SendgridCredits,
  sendgridAccountShortcomings,
  sendgridScopesFor,
} from "../../../mail/providers/sendgrid";
import { usesDedicatedIp } from "../../../mail/providers/sendgrid-use";
import { applyAccountStack } from "../../account-standing";
import type { Check } from "../checks";

export interface SendgridEffects {
  account: {
    /** What environments/accounts.ts says; the AWS account whose stack declares the settings may be another. Undefined when it says nothing. */
    declared: { username: string; settingsAt: string } | undefined;
    /** Of the account that the key belongs to. */
    username(): Promise<string>;
    /** Of the account, or of the subuser that sends. */
    settings(): Promise<SendgridAccountSettings>;
    /** "free" or "paid". */
    plan(): Promise<string>;
    credits(): Promise<SendgridCredits>;
  };
  /** Of the key. */
  scopes(): Promise<string[]>;
  /** Undefined when the account has none of that name. */
  subuser(name: string): Promise<{ disabled: boolean; region: string } | undefined>;
  /** As of SendGrid's last look at DNS; undefined when it does not know the sending domain. */
  domain(): Promise<{ valid: boolean } | undefined>;
}

export function sendgridChecks(environment: Environment, use: SendgridEffects): Check[] {
  const { name, sendingDomain, sendgrid } = environment;
  const sender = sendgrid?.subuser === undefined ? "sendgrid-key" : "sendgrid-subuser";
  return [
    {
      id: "sendgrid-key",
      title: "SendGrid API key",
      where: "SENDGRID_API_KEY",
      look: async (where) => {
        const had = await use.scopes();
        const needed = sendgridScopesFor(sendgrid);
        const missing = needed.filter((scope) => !had.includes(scope));
        if (missing.length === 0) return { saw: `${had.length} scopes, including all that are needed` };
        const what = `the key lacks ${missing.length} of ${needed.length} scopes: ${missing.join(", ")}`;
        return { saw: `${missing.length} scopes missing`, findings: [findingOf("doctor/sendgrid-scopes", { where, what })] };
      },
    },
    ...subuserCheck(environment, use),
    {
      id: "sendgrid-account",
      title: "SendGrid account",
      where: "environments/accounts.ts sendgrid",
      needs: sender,
      look: async (where) => {
        const { username: declared, settingsAt = environment.aws.account } = use.account.declared ?? {};
        const [username, settings] = await Promise.all([use.account.username(), use.account.settings()]);
        const shortcomings = sendgridAccountShortcomings(settings);
        const saw = `${username}, ${shortcomings.length > 0 ? "settings not applied" : "TLS required, links not rewritten, bounces kept"}`;
        return { saw, findings: [...anotherAccount(where, username, declared), ...unset(shortcomings, environment, settingsAt)] };
      },
    },
    {
      id: "sendgrid-plan",
      title: "SendGrid plan",
      where: "the SendGrid account",
      needs: "sendgrid-key",
      look: async (where) => {
        const [plan, credits] = await Promise.all([use.account.plan(), use.account.credits()]);
        const saw = `${plan}, ${credits.remaining} of ${credits.total} credits left, reset ${credits.resets}`;
        return { saw, findings: planFindings(plan, credits, { where, environment }) };
      },
    },
    {
      id: "sendgrid-domain",
      title: "SendGrid domain",
      where: `${sendingDomain} at SendGrid`,
      needs: sender,
      look: async (where) => {
        const domain = await use.domain();
        if (!domain) return { saw: "`npx twinpost apply` will make it", notYet: true };
        if (domain.valid) return { saw: "authenticated" };
        const what = `SendGrid did not authenticate ${sendingDomain} when it last checked DNS`;
        const remedy = `run \`npx twinpost verify --env ${name}\`: it makes SendGrid check DNS again, and shows which record is wrong`;
        return { saw: "not valid", findings: [findingOf("doctor/sendgrid-domain", { where, what, remedy })] };
      },
    },
  ];
}

/** Cannot check that the subuser has an IP address of its own, which an administrator assigns. */
function subuserCheck({ name, sendgrid: { subuser, region = "global" } = {} }: Environment, use: SendgridEffects): Check[] {
  if (subuser === undefined) return [];
  const look: Check["look"] = async (where) => {
    const found = (what: string, remedy: string) => [findingOf("doctor/sendgrid-subuser", { where, what, remedy })];
    const [there, caller] = await Promise.all([use.subuser(subuser), use.account.username()]);
    if (caller === subuser) {
      const remedy = "use a key of the account: Twinpost acts on behalf of the subuser with it";
      return {
        saw: "the key belongs to the subuser",
        findings: found(`the key belongs to the subuser "${subuser}" itself`, remedy),
        blocks: true,
      };
    }
    if (!there) {
      const remedy = `create it under Settings, Subuser Management, in the region ${region}; this needs a Pro plan or above`;
      return { saw: "not there", findings: found(`the account has no subuser "${subuser}"`, remedy), blocks: true };
    }
    if (there.region !== region) {
      const what = `the subuser "${subuser}" is in the region ${there.region}, expected ${region}`;
      const remedy = "a subuser cannot change its region: name another subuser, or correct sendgrid.region";
      return { saw: there.region, findings: found(what, remedy), blocks: true };
    }
    const remedy = "find out why it was disabled, then enable it under Settings, Subuser Management";
    const findings = there.disabled ? found(`the subuser "${subuser}" is disabled: it sends nothing`, remedy) : [];
    return { saw: `${subuser}, ${region}`, findings };
  };
  return [
    { id: "sendgrid-subuser", title: "SendGrid subuser", where: `environments/${name}.ts sendgrid.subuser`, needs: "sendgrid-key", look },
  ];
}

function anotherAccount(where: string, username: string, declared: string | undefined): Finding[] {
  if (declared === undefined || username === declared) return [];
  return [findingOf("doctor/sendgrid-account", { where, what: `the key belongs to SendGrid's "${username}", expected "${declared}"` })];
}

function unset(shortcomings: string[], environment: Environment, account: string): Finding[] {
  if (shortcomings.length === 0) return [];
  const what = `SendGrid ${shortcomings.join("; ")}`;
  const where = environment.sendgrid?.subuser === undefined ? "the SendGrid account" : "the SendGrid subuser";
  return [findingOf("doctor/sendgrid-settings", { where, what, remedy: settingsRemedy(environment, account) })];
}

/** The environment's stack declares a subuser's settings. The AWS account's stack declares those of a SendGrid account. */
export const settingsRemedy = ({ name, sendgrid }: Environment, account: string): string =>
  sendgrid?.subuser === undefined
    ? applyAccountStack(account)
    : `run \`npx twinpost plan --env ${name}\`, then \`npx twinpost apply --env ${name} --apply\`: a subuser has settings of its own`;

function planFindings(
  plan: string,
  credits: SendgridCredits,
  { where, environment }: { where: string; environment: Environment },
): Finding[] {
  const { name, capacity, sendgrid } = environment;
  const declaredAt = `environments/${name}.ts capacity`;
  const findings: Finding[] = [];
  if (plan === "free") {
    const missing = usesDedicatedIp(sendgrid) ? "; subusers, a dedicated IP address and the EU region need Pro or above" : "";
    const what = `the account is a trial: 100 messages a day, and none after 60 days${missing}`;
    findings.push(findingOf("doctor/sendgrid-plan", { where, what }));
  }
  const perMonth = credits.resets === "daily" ? credits.total * 30 : credits.total;
  if (perMonth < capacity.perMonth) {
    const what = `the plan has credits for ${perMonth} messages a month, expected ${capacity.perMonth}`;
    findings.push(findingOf("doctor/sendgrid-volume", { where: declaredAt, what }));
  }
  if (credits.remaining < capacity.atOnce) {
    const what = `${credits.remaining} credits are left, fewer than the largest burst (${capacity.atOnce}); then SendGrid charges overage or refuses with "Maximum credits exceeded"`;
    const remedy = `${catalogue["doctor/sendgrid-credits"].remedy} (${credits.resets})`;
    findings.push(findingOf("doctor/sendgrid-credits", { where: declaredAt, what, remedy }));
  }
  return findings;
}
