/** What is SES's in an environment, and what SES calls things. A contract: changing a name renames a live resource. */
import type { EnvironmentName } from "../schema/environment";

export const sesConfigurationSet = (environment: EnvironmentName): string => `twinpost-${environment}`;
/** The IAM user whose access keys become SES SMTP credentials. */
export const sesSmtpUser = (environment: EnvironmentName): string => `twinpost-${environment}-smtp`;
/** The policy that bounds what that user may do, whatever its own policy says. The account's stack declares it, the environment's names it. */
export const sesSmtpBoundary = (environment: EnvironmentName): string => `twinpost-${environment}-smtp-boundary`;

/**
 * SES's own metrics. The reputation is the account's in its region, as AWS judges it, and has no dimension; counts are per
 * configuration set, which is per environment. https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-cloudwatch.html
 */
export const sesMetrics = {
  namespace: "AWS/SES",
  configurationSetDimension: "ses:configuration-set",
  bounceRate: "Reputation.BounceRate",
  complaintRate: "Reputation.ComplaintRate",
  bounce: "Bounce",
  complaint: "Complaint",
  delivery: "Delivery",
  reject: "Reject",
  send: "Send",
} as const;
