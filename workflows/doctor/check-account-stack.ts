/** Checks that the account's stack has what the environment's stack needs. */
import type { Environment } from "../../declaration/schema/environment";
import { type AccountEffects, accountFindings, accountStandingOf, isUnapplied } from "../account-standing";
import type { Check } from "./checks";

export const accountStackCheck = ({ aws: { account, region } }: Environment, accountStack: AccountEffects): Check => ({
  id: "account-stack",
  title: "the account's stack",
  where: `AWS account ${account}, ${region}`,
  needs: "aws-account",
  look: async () => {
    const standing = await accountStandingOf(accountStack);
    if (isUnapplied(standing)) return { saw: "not applied yet", notYet: true };
    const findings = accountFindings(standing, account);
    return { saw: findings.length === 0 ? "as of this version" : "of an earlier version", findings };
  },
});
