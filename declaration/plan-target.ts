/** Where a plan acts: the AWS account, and the addresses of services that settings name in place of the real ones. */
import type { Environment } from "./schema/environment";

export interface PlanTarget {
  awsAccount: string;
  /** Settings that name other addresses of services, by variable, such as AWS_ENDPOINT_URL. */
  endpoints: Readonly<Record<string, string>>;
}

/** Terraform has older names for some of AWS's addresses, and may be told to use plugins that run already. */
const decides =
  /^(AWS_ENDPOINT_URL(_\w+)?|(TF_)?AWS_(S3|STS|IAM|DYNAMODB)_ENDPOINT|TF_REATTACH_PROVIDERS|TWINPOST_(CLOUDFLARE|SENDGRID|SENDGRID_EU)_URL)$/;

/** An empty setting counts as none, as it does for AWS and Terraform. */
export function planTarget({ aws }: Pick<Environment, "aws">, env: Readonly<Record<string, string | undefined>>): PlanTarget {
  const addresses = Object.entries(env).filter((entry): entry is [string, string] => Boolean(entry[1]) && decides.test(entry[0]));
  return { awsAccount: aws.account, endpoints: Object.fromEntries(addresses) };
}
