/** What `twinpost init` must know of a new environment. Pure. */
import { type ProviderName, providerNames, sendingProviders } from "../../mail/providers/sending-providers";
import { dnsHostNames, hasField } from "../dns-hosts/dns-hosts";
import { noStandby, usualStandby } from "./environment";
import type { Question } from "./question";

const withKind = (name: ProviderName): string => (sendingProviders[name].delivers ? name : `${name} (a test server)`);

export const questions: readonly Question[] = [
  { key: "name", flag: "--name <name>", text: "the environment's name", path: "name" },
  { key: "account", flag: "--account <id>", text: "AWS account, 12 digits", path: "aws.account" },
  { key: "region", flag: "--region <code>", text: "AWS region", path: "aws.region", usual: () => "eu-west-1" },
  {
    key: "dnsHost",
    flag: "--dns-host <name>",
    text: `DNS host: ${dnsHostNames.join(", ")} (you publish the records yourself)`,
    path: "dns.host",
    usual: () => dnsHostNames[0],
  },
  { key: "zone", flag: "--zone <domain>", text: "DNS zone", path: "dns.zone" },
  {
    key: "zoneId",
    flag: "--zone-id <id>",
    text: "the zone's id at the DNS host, if the host has one",
    path: "dns.zoneId",
    when: ({ dnsHost }) => hasField(dnsHost, "zoneId"),
  },
  {
    key: "domain",
    flag: "--domain <domain>",
    text: "domain that sends the mail",
    path: "sendingDomain",
    usual: ({ name, zone }) => `mail.${name}.${zone}`,
  },
  {
    key: "senderAddress",
    flag: "--sender-address <address>",
    text: "sender's address",
    path: "sender.address",
    usual: ({ domain }) => `invitations@${domain}`,
  },
  { key: "senderName", flag: "--sender-name <text>", text: "sender's name, as recipients see it", path: "sender.name" },
  {
    key: "replyTo",
    flag: "--reply-to <address>",
    text: "address for replies",
    path: "sender.replyTo",
    usual: ({ zone }) => `support@${zone}`,
  },
  {
    key: "frontendUrl",
    flag: "--frontend-url <url>",
    text: "web address at the start of links in mail",
    path: "frontendUrl",
    usual: ({ name, zone }) => `https://app.${name}.${zone}`,
  },
  {
    key: "primary",
    flag: "--primary <provider>",
    text: `sending provider for everyday use: ${providerNames.map(withKind).join(", ")}`,
    path: "sendingProviders.primary",
    usual: () => providerNames[0],
  },
  {
    key: "standby",
    flag: "--standby <provider>",
    text: `sending provider to fail over to, or "${noStandby}"`,
    path: "sendingProviders.standby",
    usual: ({ primary }) => usualStandby(primary) ?? noStandby,
    when: ({ primary }) => usualStandby(primary) !== undefined,
  },
  {
    key: "reportTo",
    flag: "--report-to <address>",
    text: "address for DMARC reports",
    path: "dmarc.reportTo",
    usual: ({ zone }) => `dmarc-reports@${zone}`,
  },
  {
    key: "alerts",
    flag: "--alerts <addresses>",
    text: "who is told of trouble, separated by commas",
    path: "alerts.notify",
    usual: ({ replyTo = "" }) => replyTo,
  },
  { key: "perMonth", flag: "--per-month <number>", text: "messages in a busy month", path: "capacity.perMonth", usual: () => "10000" },
  {
    key: "atOnce",
    flag: "--at-once <number>",
    text: "messages in the largest burst, sent within 30 s",
    path: "capacity.atOnce",
    usual: () => "1000",
  },
  {
    key: "seedMailboxes",
    flag: "--seed-mailboxes <addresses>",
    text: "mailboxes that you can read, separated by commas (a rehearsal has gmail.com, outlook.com and yahoo.com)",
    path: "seedMailboxes",
  },
  {
    key: "reviewers",
    flag: "--reviewers <names>",
    text: "who approves changes at GitHub, separated by commas, as in CODEOWNERS (@ada, @market-edge/platform); not needed for a test server",
    path: "review.reviewers",
    usual: () => "",
  },
];
