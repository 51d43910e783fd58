/** What must be true in the SendGrid account: a key with the scopes that are needed, a plan that carries the mail, the domain. */
import type { Environment } from "../../../declaration/schema/environment";
import { type SendgridAccountSettings, sendgridAccountShortcomings, sendgridScopesFor } from "../../../mail/providers/sendgrid";
import { usesDedicatedIp } from "../../../mail/providers/sendgrid-use";
import { applyAccountStack } from "../check-aws";
import type { Check, Problem } from "../checks";

interface Credits {
  remaining: number;
  /** Per period. */
  total: number;
  resets: string;
}

export interface SendgridEffects {
  /** What environments/accounts.ts says; the AWS account whose stack declares the settings may be another. Undefined when it says nothing. */
  declared: { username: string; settingsAt: string } | undefined;
  /** Of the account that the key belongs to. */
  username(): Promise<string>;
  /** Of the account, or of the subuser that sends. */
  settings(): Promise<SendgridAccountSettings>;
  scopes(): Promise<string[]>;
  /** "free" or "paid". */
  plan(): Promise<string>;
  credits(): Promise<Credits>;
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
      look: async () => {
        const had = await use.scopes();
        const needed = sendgridScopesFor(sendgrid);
        const missing = needed.filter((scope) => !had.includes(scope));
        if (missing.length === 0) return { saw: `${had.length} scopes, all that are needed among them` };
        const what = `the key lacks ${missing.length} of ${needed.length} scopes: ${missing.join(", ")}`;
        const remedy = "make a key with these scopes under Settings, API Keys (a key's scopes can be edited there, too)";
        return { saw: `${missing.length} scopes missing`, problems: [{ id: "sendgrid-scopes", what, remedy }] };
      },
    },
    ...subuserCheck(environment, use),
    {
      id: "sendgrid-account",
      title: "SendGrid account",
      where: "environments/accounts.ts sendgrid",
      needs: sender,
      look: async () => {
        const { username: declared, settingsAt = environment.aws.account } = use.declared ?? {};
        const [username, settings] = await Promise.all([use.username(), use.settings()]);
        const shortcomings = sendgridAccountShortcomings(settings);
        const saw = `${username}, ${shortcomings.length > 0 ? "settings to be applied" : "TLS required, links and bounces left alone"}`;
        return { saw, problems: [...anotherAccount(username, declared), ...unset(shortcomings, environment, settingsAt)] };
      },
    },
    {
      id: "sendgrid-plan",
      title: "SendGrid plan",
      where: "the SendGrid account",
      needs: "sendgrid-key",
      look: async () => {
        const [plan, credits] = await Promise.all([use.plan(), use.credits()]);
        const saw = `${plan}, ${credits.remaining} of ${credits.total} credits left, reset ${credits.resets}`;
        return { saw, problems: planProblems(plan, credits, environment) };
      },
    },
    {
      id: "sendgrid-domain",
      title: "SendGrid domain",
      where: `${sendingDomain} at SendGrid`,
      needs: sender,
      look: async () => {
        const domain = await use.domain();
        if (!domain) return { saw: "`npx twinpost apply` will make it", notYet: true };
        if (domain.valid) return { saw: "authenticated" };
        const what = `SendGrid does not vouch for ${sendingDomain} as of its last look at DNS`;
        const remedy = `run \`npx twinpost verify --env ${name}\`: it makes SendGrid look again, and says which record is wrong`;
        return { saw: "not valid", problems: [{ id: "sendgrid-domain", severity: "warning", what, remedy }] };
      },
    },
  ];
}

/** What of it cannot be seen: that it has an address of its own, which an administrator gives it. */
function subuserCheck({ name, sendgrid: { subuser, region = "global" } = {} }: Environment, use: SendgridEffects): Check[] {
  if (subuser === undefined) return [];
  const problem = (what: string, remedy: string) => [{ id: "sendgrid-subuser", what, remedy }];
  const look: Check["look"] = async () => {
    const [found, caller] = await Promise.all([use.subuser(subuser), use.username()]);
    if (caller === subuser) {
      const remedy = "use a key of the account: with it everything is done on the subuser's behalf";
      return { saw: "the key is its own", problems: problem(`the key belongs to the subuser "${subuser}" itself`, remedy), blocks: true };
    }
    if (!found) {
      const remedy = `make it under Settings, Subuser Management, in the region ${region}; this takes a Pro plan or above`;
      return { saw: "not there", problems: problem(`the account has no subuser "${subuser}"`, remedy), blocks: true };
    }
    if (found.region !== region) {
      const what = `the subuser "${subuser}" is in the region ${found.region}, expected ${region}`;
      const remedy = "a subuser stays where it was made: name another one, or correct sendgrid.region";
      return { saw: found.region, problems: problem(what, remedy), blocks: true };
    }
    const remedy = "switch it on under Settings, Subuser Management, once it is known why it was switched off";
    const problems = found.disabled ? problem(`the subuser "${subuser}" is disabled: it sends nothing`, remedy) : [];
    return { saw: `${subuser}, ${region}`, problems };
  };
  return [
    { id: "sendgrid-subuser", title: "SendGrid subuser", where: `environments/${name}.ts sendgrid.subuser`, needs: "sendgrid-key", look },
  ];
}

function anotherAccount(username: string, declared: string | undefined): Problem[] {
  if (declared === undefined || username === declared) return [];
  const what = `the key belongs to SendGrid's "${username}", expected "${declared}"`;
  return [{ id: "sendgrid-account", what, remedy: "use a key of the declared account, or correct sendgrid.username of the AWS account" }];
}

function unset(shortcomings: string[], environment: Environment, account: string): Problem[] {
  if (shortcomings.length === 0) return [];
  const what = `SendGrid ${shortcomings.join("; ")}`;
  const where = environment.sendgrid?.subuser === undefined ? "the SendGrid account" : "the SendGrid subuser";
  return [{ id: "sendgrid-settings", severity: "warning", where, what, remedy: settingsRemedy(environment, account) }];
}

/** A subuser's settings are its environment's, an account's those of an AWS account's stack. */
export const settingsRemedy = ({ name, sendgrid }: Environment, account: string): string =>
  sendgrid?.subuser === undefined
    ? applyAccountStack(account)
    : `run \`npx twinpost plan --env ${name}\`, then \`npx twinpost apply --env ${name} --apply\`: a subuser has settings of its own`;

function planProblems(plan: string, credits: Credits, { name, capacity, sendgrid }: Environment): Problem[] {
  const remedy = "choose a plan for at least that volume under Settings, Account Details, Your Products";
  const where = `environments/${name}.ts capacity`;
  const problems: Problem[] = [];
  if (plan === "free") {
    const missing = usesDedicatedIp(sendgrid) ? "; it has no subusers, no address of its own and no EU, which come with Pro and above" : "";
    const what = `the account is a trial: 100 messages a day, and none after 60 days${missing}`;
    problems.push({ id: "sendgrid-plan", what, remedy });
  }
  const perMonth = credits.resets === "daily" ? credits.total * 30 : credits.total;
  if (perMonth < capacity.perMonth) {
    const what = `the plan has credits for ${perMonth} messages a month, expected ${capacity.perMonth}`;
    problems.push({ id: "sendgrid-volume", where, what, remedy });
  }
  if (credits.remaining < capacity.atOnce) {
    const what = `${credits.remaining} credits are left, fewer than the largest burst (${capacity.atOnce}); then SendGrid charges overage or refuses with "Maximum credits exceeded"`;
    problems.push({ id: "sendgrid-credits", where, what, remedy: `${remedy}, or wait until the credits are reset (${credits.resets})` });
  }
  return problems;
}
