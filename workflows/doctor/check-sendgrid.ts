/** What must be true in the SendGrid account: a key with the scopes that are needed, a plan that carries the mail, the domain. */
import type { Environment } from "../../environments/schema";
import { sendgridAdministrationScopes } from "../../mail/providers/sendgrid";
import type { Check, Problem } from "./checks";

interface Credits {
  remaining: number;
  /** Per period. */
  total: number;
  resets: string;
}

export interface SendgridEffects {
  scopes(): Promise<string[]>;
  /** "free" or "paid". */
  plan(): Promise<string>;
  credits(): Promise<Credits>;
  /** As of SendGrid's last look at DNS; undefined when it does not know the sending domain. */
  domain(): Promise<{ valid: boolean } | undefined>;
}

export function sendgridChecks({ name, sendingDomain, capacity }: Environment, use: SendgridEffects): Check[] {
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
        if (!domain) return { saw: "`twinpost apply` will make it", notYet: true };
        if (domain.valid) return { saw: "authenticated" };
        const what = `SendGrid does not vouch for ${sendingDomain} as of its last look at DNS`;
        const remedy = `run \`twinpost verify --env ${name}\`: it makes SendGrid look again, and says which record is wrong`;
        return { saw: "not valid", problems: [{ id: "sendgrid-domain", severity: "warning", what, remedy }] };
      },
    },
  ];
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
