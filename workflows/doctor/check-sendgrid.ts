/** What must be true in the SendGrid account: a key with the scopes that are needed, a plan that carries the mail, the domain. */
import type { Environment } from "../../environments/schema";
import { type SendgridAccountSettings, sendgridAccountShortcomings, sendgridAdministrationScopes } from "../../mail/providers/sendgrid";
import { applyAccountStack } from "./check-aws";
import type { Check, Problem } from "./checks";

interface Credits {
  remaining: number;
  /** Per period. */
  total: number;
  resets: string;
}

export interface SendgridEffects {
  /** What environments/accounts.ts says; the AWS account whose stack declares the settings may be another. Undefined when it says nothing. */
  declared: { username: string; settingsAt: string } | undefined;
  /** Of the account, or the subuser, that the key belongs to. */
  username(): Promise<string>;
  settings(): Promise<SendgridAccountSettings>;
  scopes(): Promise<string[]>;
  /** "free" or "paid". */
  plan(): Promise<string>;
  credits(): Promise<Credits>;
  /** As of SendGrid's last look at DNS; undefined when it does not know the sending domain. */
  domain(): Promise<{ valid: boolean } | undefined>;
}

export function sendgridChecks({ name, aws, sendingDomain, capacity }: Environment, use: SendgridEffects): Check[] {
  return [
    {
      id: "sendgrid-key",
      title: "SendGrid API key",
      where: "SENDGRID_API_KEY",
      look: async () => {
        const had = await use.scopes();
        const missing = sendgridAdministrationScopes.filter((scope) => !had.includes(scope));
        if (missing.length === 0) return { saw: `${had.length} scopes, all that are needed among them` };
        const what = `the key lacks ${missing.length} of ${sendgridAdministrationScopes.length} scopes: ${missing.join(", ")}`;
        const remedy = "make a key with these scopes under Settings, API Keys (a key's scopes can be edited there, too)";
        return { saw: `${missing.length} scopes missing`, problems: [{ id: "sendgrid-scopes", what, remedy }] };
      },
    },
    {
      id: "sendgrid-account",
      title: "SendGrid account",
      where: "environments/accounts.ts sendgrid",
      needs: "sendgrid-key",
      look: async () => {
        const { username: declared, settingsAt = aws.account } = use.declared ?? {};
        const [username, settings] = await Promise.all([use.username(), use.settings()]);
        const shortcomings = sendgridAccountShortcomings(settings);
        const saw = `${username}, ${shortcomings.length > 0 ? "settings to be applied" : "TLS required, links and bounces left alone"}`;
        return { saw, problems: [...anotherAccount(username, declared), ...unset(shortcomings, settingsAt)] };
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
        return { saw, problems: planProblems(plan, credits, { name, capacity }) };
      },
    },
    {
      id: "sendgrid-domain",
      title: "SendGrid domain",
      where: `${sendingDomain} at SendGrid`,
      needs: "sendgrid-key",
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

function anotherAccount(username: string, declared: string | undefined): Problem[] {
  if (declared === undefined || username === declared) return [];
  const what = `the key belongs to SendGrid's "${username}", expected "${declared}"`;
  return [{ id: "sendgrid-account", what, remedy: "use a key of the declared account, or correct sendgrid.username of the AWS account" }];
}

function unset(shortcomings: string[], account: string): Problem[] {
  if (shortcomings.length === 0) return [];
  const what = `SendGrid ${shortcomings.join("; ")}`;
  return [{ id: "sendgrid-settings", severity: "warning", where: "the SendGrid account", what, remedy: applyAccountStack(account) }];
}

function planProblems(plan: string, credits: Credits, { name, capacity }: Pick<Environment, "name" | "capacity">): Problem[] {
  const remedy = "choose a plan for at least that volume under Settings, Account Details, Your Products";
  const where = `environments/${name}.ts capacity`;
  const problems: Problem[] = [];
  if (plan === "free") {
    const what = "the account is a trial: 100 messages a day, and none after 60 days";
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
