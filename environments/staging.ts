/** The rehearsal stage: what prod will get, in a zone of its own, since a Cloudflare token reaches a whole zone. Account, readers, zone and domain are examples: put in your own. */
import type { Environment } from "../declaration/schema/environment";

export const staging: Environment = {
  name: "staging",
  aws: { account: "111122223333", region: "eu-west-1" },
  secretReaders: ["arn:aws:iam::111122223333:role/market-edge-backend", "arn:aws:iam::111122223333:user/ada"],
  dns: { host: "cloudflare", zone: "example.net", zoneId: "0d4f3e6a8b1c4d5e9f70213243546576" },
  sendingDomain: "mail.staging.example.net",
  sender: { address: "invitations@mail.staging.example.net", name: "Market Edge Platform", replyTo: "support@example.net" },
  frontendUrl: "https://app.staging.example.net",
  sendingProviders: { primary: "sendgrid", standby: "ses" },
  recipients: {
    allow: ["example.net", "twinpost-seed@gmail.com", "twinpost-seed@outlook.com", "twinpost-seed@yahoo.com"],
    unenforced: { sendgrid: "The staging backend checks recipients itself, and only testers can invite there." },
  },
  spf: { alsoInclude: [] },
  dmarc: { policy: "quarantine", np: "reject", reportTo: ["dmarc-reports@example.net"] },
  tlsRpt: { reportTo: ["tls-reports@example.net"] },
  promotion: { from: "dev", soakHours: 1 },
  alerts: { notify: ["email-operations@example.net"], failureRate: 0.05 },
  rotation: { everyDays: 90 },
  limits: { sendsPerDay: 1_000 },
  capacity: { perMonth: 10_000, atOnce: 1_000, withinSeconds: 30 },
  seedMailboxes: ["twinpost-seed@gmail.com", "twinpost-seed@outlook.com", "twinpost-seed@yahoo.com"],
};
