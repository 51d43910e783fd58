/** How an environment uses SendGrid: the subuser, the region and the IP addresses. */

export const sendgridRegions = ["global", "eu"] as const;
/** An EU subuser's mail is kept and sent in the EU; its keys work there only. https://www.twilio.com/docs/sendgrid/data-residency */
export type SendgridRegion = (typeof sendgridRegions)[number];

export interface SendgridUse {
  region?: SendgridRegion | undefined;
  subuser?: string | undefined;
  ip?: "shared" | "dedicated" | undefined;
}

/** Plans with subusers send from dedicated addresses, and the EU has no others. */
export const usesDedicatedIp = ({ region, subuser, ip }: SendgridUse = {}): boolean =>
  ip === "dedicated" || subuser !== undefined || region === "eu";

/**
 * Messages a month below which a dedicated IP address stays unknown to receivers. SendGrid names no limit; its smallest plan that comes with
 * such an address is for so many ("Pro 100k", https://www.twilio.com/docs/sendgrid/ui/account-and-settings/subusers), and an address that is
 * idle for 30 days has to be warmed anew (https://www.twilio.com/docs/sendgrid/concepts/reputation/warm-up-ip-addresses).
 */
export const warmsDedicatedIp = 100_000;
