/** Where a plan acts: the AWS account, and the addresses of services that settings name in place of the real ones. */
import type { Environment } from "./schema/environment";
import { decidesPlan } from "./service-addresses";

export interface PlanTarget {
  awsAccount: string;
  /** Settings that name other addresses of services, by variable, such as AWS_ENDPOINT_URL. */
  endpoints: Readonly<Record<string, string>>;
}

/** An empty setting counts as none, as it does for AWS and Terraform. */
export function planTarget({ aws }: Pick<Environment, "aws">, env: Readonly<Record<string, string | undefined>>): PlanTarget {
  const addresses = Object.entries(env).filter((entry): entry is [string, string] => Boolean(entry[1]) && decidesPlan(entry[0]));
  return { awsAccount: aws.account, endpoints: Object.fromEntries(addresses) };
}
