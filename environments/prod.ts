/** What clients receive. Account, readers, zone and domain are examples: put in your own. */
import type { Environment } from "../declaration/schema/environment";

export const prod: Environment = {
  name: "prod",
  aws: { account: "444455556666", region: "eu-west-1" },
  secretReaders: ["arn:aws:iam::444455556666:role/market-edge-backend", "arn:aws:iam::444455556666:user/ada"],
  dns: { host: "cloudflare", zone: "example.com", zoneId: "7c1e9a5b2d3f4061827364554a3b2c1d" },
  sendingDomain: "mail.example.com",
  sender: { address: "invitations@mail.example.com", name: "Market Edge Platform", replyTo: "support@example.com" },
  frontendUrl: "https://app.example.com",
  sendingProviders: { primary: "sendgrid", standby: "ses" },
  review: { reviewers: ["@ada", "@market-edge/platform"] },
  spf: { alsoInclude: [] },
  dmarc: { policy: "none", np: "reject", reportTo: ["dmarc-reports@example.com"] },
  tlsRpt: { reportTo: ["tls-reports@example.com"] },
  promotion: { from: "staging", emergency: ["@ada"] },
  alerts: { notify: ["email-operations@example.com"], failureRate: 0.05 },
  rotation: { everyDays: 90 },
  limits: { sendsPerDay: 10_000 },
  capacity: { perMonth: 10_000, atOnce: 1_000, withinSeconds: 30 },
  seedMailboxes: ["twinpost-seed@gmail.com", "twinpost-seed@outlook.com", "twinpost-seed@yahoo.com"],
};
