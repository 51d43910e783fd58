/** What an environment needs of its account's stack, which an administrator applies. */
import { kinds } from "../kind";

const remedy =
  "run `npx twinpost plan --env account-<id>`, then `npx twinpost apply --env account-<id> --apply`, as an administrator (docs/upgrade.md says what each version needs)";

export const accountStackKinds = kinds(["doctor", "plan"], {
  "account-stack/missing": {
    severity: "error",
    title: "The account's stack lacks what this environment needs",
    explanation:
      "The environment's stack names roles of functions, the role that applies it, and the policy that bounds the SMTP user. The account's stack makes them. Without one of them an apply stops half-way, after minutes: the AWS plugin asks Lambda again and again whether the role is there.",
    remedy,
  },
  "account-stack/older": {
    severity: "warning",
    title: "The account's stack was applied by an earlier version",
    explanation:
      "Its roles and policies allow something else than this version declares. An apply may be refused half-way, and a function may not do its work.",
    remedy,
  },
});
