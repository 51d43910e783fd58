/**
 * Whether the account's stack has what an environment's stack needs, as of this version. Terraform finds out only in the middle of an apply, and then
 * late: the AWS plugin goes on asking Lambda for minutes whether a role that is missing has come.
 */
import { type AccountPart, permissionsTag } from "../declaration/account-parts";
import { accountStackName } from "../declaration/names/stacks";
import { type Finding, findingOf } from "../findings/finding";

export interface AccountEffects {
  /** What the environment needs, and the digest of what each may do. */
  parts: readonly (AccountPart & { permissions: string })[];
  /** The tags of a part; undefined when it does not exist, "refused" when a role of the account's stack may not look at it. */
  readTags(part: AccountPart): Promise<Readonly<Record<string, string>> | undefined | "refused">;
}

export interface AccountStanding {
  /** Names of parts. */
  current: string[];
  older: string[];
  missing: string[];
}

export async function accountStandingOf({ parts, readTags }: AccountEffects): Promise<AccountStanding> {
  const seen = await Promise.all(parts.map(async (part) => ({ name: part.name, is: judge(await readTags(part), part.permissions) })));
  const those = (is: keyof AccountStanding): string[] => seen.filter((each) => each.is === is).map(({ name }) => name);
  return { current: those("current"), older: those("older"), missing: those("missing") };
}

function judge(tags: Readonly<Record<string, string>> | undefined | "refused", permissions: string): keyof AccountStanding {
  if (tags === undefined) return "missing";
  return tags !== "refused" && tags[permissionsTag] === permissions ? "current" : "older";
}

/** None of it is there: so it has never been applied, which is no fault on the first day. */
export const isUnapplied = ({ current, older }: AccountStanding): boolean => current.length + older.length === 0;

export function accountFindings({ older, missing }: AccountStanding, account: string): Finding[] {
  const where = `AWS account ${account}`;
  const remedy = applyAccountStack(account);
  const lacks = `the account's stack has not been applied, or by an earlier version, and lacks ${missing.join(", ")}`;
  const allows = `the account's stack was applied by an earlier version, or from other files: it allows other things to ${older.join(", ")}`;
  return [
    ...(missing.length > 0 ? [findingOf("account-stack/missing", { where, what: lacks, remedy })] : []),
    ...(older.length > 0 ? [findingOf("account-stack/older", { where, what: allows, remedy })] : []),
  ];
}

/** The remedy for what several environments share. An administrator applies it. */
export const applyAccountStack = (account: string): string =>
  `run \`npx twinpost plan --env ${accountStackName(account)}\`, then \`npx twinpost apply --env ${accountStackName(account)} --apply\`, as an administrator (docs/roles.md): it is declared for every environment there`;
