/** Where changes are tried first: what it sends ends in a capture server. Account, zone and domain are examples: put in your own. */
import type { Environment } from "../declaration/schema/environment";

export const dev: Environment = {
  name: "dev",
  aws: { account: "111122223333", region: "eu-west-1" },
  secretReaders: [],
  dns: { host: "cloudflare", zone: "example.net", zoneId: "0d4f3e6a8b1c4d5e9f70213243546576" },
  sendingDomain: "mail.dev.example.net",
  sender: { address: "invitations@mail.dev.example.net", name: "Market Edge Platform", replyTo: "support@example.net" },
  frontendUrl: "https://app.dev.example.net",
  sendingProviders: { primary: "capture" },
  capture: { host: "localhost", port: 1_025, api: "http://localhost:8025" },
  recipients: { allow: ["example.net"] },
  spf: { alsoInclude: [], all: "-all" },
  dmarc: { policy: "reject", np: "reject", reportTo: ["dmarc-reports@example.net"] },
  alerts: { notify: ["email-operations@example.net"], failureRate: 0.05 },
  rotation: { everyDays: 90 },
  limits: { sendsPerDay: 200 },
  capacity: { perMonth: 1_000, atOnce: 10, withinSeconds: 30 },
  seedMailboxes: ["twinpost-seed@example.net"],
};
