/** What a type of resource is part of, in words for people who read a plan without knowing Terraform. */
import { recordTypeRules } from "./dns-hosts/dns-hosts";
import { providerTypeRules } from "./providers/providers";

export const areas = ["DNS", "Sending", "Secrets", "Permissions", "Monitoring", "Other"] as const;
export type Area = (typeof areas)[number];

const ofAws: readonly [RegExp, Area][] = [
  [/^aws_(secretsmanager|kms)_/, "Secrets"],
  [/^aws_(iam|s3_bucket_(policy|public))/, "Permissions"],
  [/^aws_(cloudwatch|sns|cloudtrail)/, "Monitoring"],
];

export function areaOf(type: string): Area {
  if (type in recordTypeRules) return "DNS";
  if (type in providerTypeRules) return "Sending";
  return ofAws.find(([pattern]) => pattern.test(type))?.[1] ?? "Other";
}
