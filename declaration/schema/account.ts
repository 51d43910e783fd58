/**
 * What is declared once per AWS account: which GitHub repository may act in it, and who may break the glass. Which environments live in it
 * is not repeated: they name their account.
 */
import { z } from "zod";
import { accountFields } from "../providers/provider-fields";
import { environmentSchema } from "./environment";
import { flag, group, text } from "./field-kinds";

export type DeclaredAccount = z.infer<typeof accountSchema>;
export type GithubRepository = DeclaredAccount["github"];

const { account: accountId, region } = environmentSchema.shape.aws.shape;

const githubId = (endpoint: string) =>
  text<string>((value) => /^[1-9]\d{0,19}$/.test(value), {
    problem: "is not a numeric id of GitHub",
    expected: "digits in quotes",
    remedy: `run \`gh api ${endpoint} --jq .id\`; somebody else can take over a name, but not an id`,
  });

export const accountSchema = z.strictObject({
  id: accountId.describe("The AWS account id."),
  region: region.describe("The AWS region of account-wide resources, such as the audit trail."),
  github: group("The GitHub repository whose jobs may act in the account.", {
    owner: text<string>((value) => /^[A-Za-z0-9](-?[A-Za-z0-9]){0,38}$/.test(value), {
      problem: "is not the name of a GitHub user or organisation",
      expected: "1 to 39 letters, digits or single dashes",
      remedy: "copy it from the repository's address",
    }).describe("The user or organisation that owns it."),
    ownerId: githubId("users/<owner>").describe("GitHub's id of the owner."),
    name: text<string>((value) => /^[A-Za-z0-9._-]{1,100}$/.test(value), {
      problem: "is not the name of a GitHub repository",
      expected: "1 to 100 letters, digits, dots, dashes or underscores",
      remedy: "copy it from the repository's address, without the owner",
    }).describe("The repository's name."),
    repositoryId: githubId("repos/<owner>/<name>").describe("GitHub's id of the repository."),
    branch: text<string>((value) => /^[A-Za-z0-9][A-Za-z0-9._/-]{0,99}$/.test(value), {
      problem: "is not the name of a branch",
      expected: "letters, digits, dots, dashes, underscores or slashes",
      remedy: 'name the branch that is deployed, such as "main"',
    }).describe("The branch whose jobs may deploy."),
    legacyOidcSubjects: flag("leave it out, unless the repository was made before 2026-07-15 and its jobs still send subjects without ids")
      .optional()
      .describe("Also trust OIDC subjects without ids, which repositories made before 2026-07-15 may still send. Default: `false`."),
  }),
  ...accountFields,
  // IAM users only: sessions of Identity Center never say that MFA was used, so a role could not pass the condition.
  administrators: z
    .array(
      text<string>((value) => /^arn:aws:iam::\d{12}:user\/[\w+=,.@/-]+$/.test(value), {
        problem: "is not the ARN of an IAM user",
        expected: "arn:aws:iam::<account>:user/<name> without wildcards",
        remedy: 'name a person with MFA, such as "arn:aws:iam::111122223333:user/ada"',
      }).describe("IAM users who may assume the break-glass role, with MFA."),
    )
    .min(1),
});
