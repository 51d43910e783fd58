/** The Terraform plugins that the stacks require, exactly, and the settings of the shell's that decide where each one acts. */
import { isOnThisMachine } from "../../declaration/service-addresses";
import type { Endpoints } from "../endpoints";

export interface Plugin {
  version: string;
  /** For another address of its service: the stacks' own variable, and the setting of ours that it comes from. */
  address?: { variable: string; setting: string; of(endpoints: PluginEndpoints): string | undefined };
  /** Of a plugin without a setting for its address: whether something of this machine is between it and its service. */
  redirected?(env: Readonly<Record<string, string | undefined>>): boolean;
  /** The plugin's own settings for another address: its token would go there, unseen by what binds a plan to its target. */
  redirections?: readonly string[];
  /** The variables that it acts with: those of a plugin that the stack does not require stay with us. */
  needs: RegExp;
  /** The plugin's own settings that only an environment's file decides, so that Terraform does not get them. */
  withheld?: readonly string[];
  /** What mends a failure, by what it said on one line; undefined where that says nothing. */
  remedyOf?(said: string): string | undefined;
}

export type PluginEndpoints = Pick<Endpoints, "cloudflare">;

/** What an account's stack of an earlier version did not declare: roles of functions, and what the roles of jobs may do since. */
function olderAccountStack(said: string): string | undefined {
  const words = said.replaceAll(/[\s│]+/g, " ");
  const [, account] = /arn:aws:sts::(\d{12}):assumed-role\/twinpost-[\w-]+\/\S+ is not authorized to perform/.exec(words) ?? [];
  if (account === undefined && !/role defined for the function cannot be assumed by Lambda/.test(words)) return undefined;
  const stack = `account-${account ?? "<id>"}`;
  return `the account's stack says what the environment's roles and functions may do, and may be of an earlier version: as an administrator run \`npx twinpost plan --env ${stack}\` and \`npx twinpost apply --env ${stack} --apply\`, then plan this again`;
}

/** By source address in the registry. */
const table = {
  "hashicorp/aws": {
    version: "5.100.0",
    needs: /^AWS_[A-Z0-9_]+$/,
    // Of a permissions boundary, a function's role or a role's permission that is not there: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateUser.html#API_CreateUser_Errors
    remedyOf: (said) => {
      const [, account] = /Scope ARN: arn:[\w-]+:iam::(\d{12}):policy\/\S+ does not exist/.exec(said) ?? [];
      if (account === undefined) return olderAccountStack(said);
      return `the account's stack declares what bounds the SMTP user, and has not been applied: as an administrator run \`npx twinpost plan --env account-${account}\` and \`npx twinpost apply --env account-${account} --apply\`, then plan this again`;
    },
  },
  "cloudflare/cloudflare": {
    version: "5.14.0",
    needs: /^CLOUDFLARE_API_TOKEN$/,
    address: { variable: "TF_VAR_cloudflare_base_url", setting: "TWINPOST_CLOUDFLARE_URL", of: ({ cloudflare }) => cloudflare },
    redirections: ["CLOUDFLARE_BASE_URL"],
  },
  "kenzo0107/sendgrid": {
    version: "3.1.0",
    needs: /^SENDGRID_API_KEY$/,
    // It would act on another subuser or in another region.
    withheld: ["SENDGRID_SUBUSER", "SENDGRID_REGION"],
    redirected: ({ HTTPS_PROXY, https_proxy }) => isOnThisMachine(HTTPS_PROXY || https_proxy),
    remedyOf: (said) =>
      /Error: Reading (sender authentication|branded link|unsubscribe group)/.test(said) && /not found|404/i.test(said)
        ? "SendGrid has it no more, or under another user: after a change of sendgrid.subuser or sendgrid.region take it out of the state first (docs/decisions/0014 says how)"
        : undefined,
  },
} satisfies Record<string, Plugin>;

export const plugins: Readonly<Record<keyof typeof table, Plugin>> = table;
