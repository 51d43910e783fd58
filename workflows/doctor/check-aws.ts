/** Checks the AWS account: that it is the declared one, and that the state bucket and the copies of secrets are right. */
import { stateBucket } from "../../declaration/names/terraform-state";
import type { Environment } from "../../declaration/schema/environment";
import { type Finding, findingOf } from "../../findings/finding";
import type { AccountEffects } from "../account-standing";
import { accountStackCheck } from "./check-account-stack";
import { type SecretCopyEffects, secretCopiesCheck } from "./check-secret-copies";
import type { Check } from "./checks";

export interface AwsEffects extends SecretCopyEffects {
  caller(): Promise<{ account: string; arn: string }>;
  /** @throws OperatorError when the bucket is somebody else's. */
  stateBucketExists(): Promise<boolean>;
  /** Names of the statements that its policy lacks. */
  stateBucketLacks(): Promise<string[]>;
  accountStack: AccountEffects;
}

export function awsChecks(environment: Environment, use: AwsEffects): Check[] {
  const { aws, name } = environment;
  const place = `AWS account ${aws.account}, ${aws.region}`;
  return [
    {
      id: "aws-account",
      title: "AWS account",
      where: `environments/${name}.ts aws.account`,
      look: async (where) => {
        const { account, arn } = await use.caller();
        if (account === aws.account) return { saw: arn };
        const what = `logged in to AWS account ${account} (${arn}), expected ${aws.account}`;
        return { saw: account, blocks: true, findings: [findingOf("doctor/aws-account", { where, what })] };
      },
    },
    {
      id: "state-bucket",
      title: "bucket for Terraform's state",
      where: place,
      needs: "aws-account",
      look: async (where) => {
        const bucket = stateBucket(environment);
        if (await use.stateBucketExists()) return { saw: bucket, findings: policyFindings(await use.stateBucketLacks(), where, name) };
        const remedy = `run \`npx twinpost bootstrap --env ${name} --apply\``;
        const what = `the bucket ${bucket} does not exist`;
        return { saw: "none", findings: [findingOf("doctor/state-bucket", { where, what, remedy })] };
      },
    },
    accountStackCheck(environment, use.accountStack),
    secretCopiesCheck(environment, use),
  ];
}

/** A bucket of an older Twinpost, or one whose policy somebody changed. */
function policyFindings(lacking: readonly string[], where: string, name: string): Finding[] {
  if (lacking.length === 0) return [];
  const what = `the policy of the state bucket lacks ${lacking.join(", ")}: evidence in it can be changed or deleted`;
  return [findingOf("doctor/state-bucket-policy", { where, what, remedy: `run \`npx twinpost bootstrap --env ${name} --apply\`` })];
}
