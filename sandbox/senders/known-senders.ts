/**
 * What well-known senders publish at the names that their customers include in SPF. Data, with where it was read and when: what is published changes,
 * and nobody asks real DNS here. Addresses that no source prints are left out, never guessed, so mail from them matches nothing. Amazon SES and
 * SendGrid are not in the list: they have stand-ins of their own, which publish the addresses that these send from.
 */

export interface KnownSender {
  sender: string;
  /** What customers include. */
  include: string;
  /** TXT records by name, the included one first. Left out: that the name is a sender's is all that is known. */
  records?: Readonly<Record<string, string>>;
  /** The source counts the addresses, and does not print them. */
  withoutAddresses?: true;
  /** Look-ups that the include costs, itself counted (RFC 7208 4.6.4), as the source says or counts them. */
  lookups?: number;
  source: string;
  /** Year and month; the source's own where it has a date. */
  readOn: `20${number}-${number}`;
}

const nothingButEnd = (end: "~all" | "-all"): string => `v=spf1 ${end}`;

export const knownSenders: readonly KnownSender[] = [
  {
    sender: "Google Workspace",
    include: "_spf.google.com",
    records: {
      "_spf.google.com":
        "v=spf1 ip4:74.125.0.0/16 ip4:209.85.128.0/17 ip6:2001:4860:4864::/56 ip6:2404:6800:4864::/56 ip6:2607:f8b0:4864::/56 ip6:2800:3f0:4864::/56 ip6:2a00:1450:4864::/56 ip6:2c0f:fb50:4864::/56 ~all",
    },
    lookups: 1,
    // Four look-ups until autumn 2025, three until it was flattened: https://www.spamresource.com/2025/11/peeking-into-googles-spf-record.html
    source: "https://www.wirewiki.com/domains/wearerealitygames.com/spf (2 ip4 and 6 ip6); the text in answers that others recorded",
    readOn: "2026-11",
  },
  {
    sender: "Microsoft 365",
    include: "spf.protection.outlook.com",
    records: {
      "spf.protection.outlook.com":
        "v=spf1 ip4:40.92.0.0/15 ip4:40.107.0.0/16 ip4:52.100.0.0/15 ip4:52.102.0.0/16 ip4:52.103.0.0/17 ip4:104.47.0.0/17 ip6:2a01:111:f400::/48 ip6:2a01:111:f403::/49 ip6:2a01:111:f403:8000::/51 ip6:2a01:111:f403:c000::/51 ip6:2a01:111:f403:f000::/52 -all",
    },
    lookups: 1,
    source: "https://www.wirewiki.com/domains/bms.edu.do/spf (6 ip4 and 5 ip6); the text in answers that others recorded",
    readOn: "2026-11",
  },
  {
    sender: "Mailchimp",
    include: "servers.mcsv.net",
    records: { "servers.mcsv.net": "v=spf1 ip4:205.201.128.0/20 ip4:198.2.128.0/18 ip4:148.105.8.0/21 ?all" },
    lookups: 1,
    source:
      "https://gist.github.com/jatrost/e342a1b77bde98d231cc4ef3f30e71b7 (2020); still 3 ip4: https://www.wirewiki.com/domains/16100.fi/spf",
    readOn: "2020-07",
  },
  {
    sender: "Mailchimp Transactional (Mandrill)",
    include: "spf.mandrillapp.com",
    records: {
      "spf.mandrillapp.com":
        "v=spf1 ip4:198.2.128.0/24 ip4:198.2.132.0/22 ip4:198.2.136.0/23 ip4:198.2.186.0/23 ip4:205.201.131.128/25 ip4:205.201.134.128/25 ip4:205.201.136.0/23 ip4:205.201.139.0/24 ip4:198.2.180.0/24 ip4:198.2.179.0/24 ip4:198.2.178.0/24 ip4:198.2.177.0/24 ~all",
    },
    lookups: 1,
    source: "an answer that checkdmarc recorded, without a date; the name: https://sendmarc.com/spf/spf-mandrill",
    readOn: "2026-11",
  },
  {
    sender: "Zendesk",
    include: "mail.zendesk.com",
    records: {
      "mail.zendesk.com":
        "v=spf1 ip4:192.161.144.0/20 ip4:185.12.80.0/22 ip4:96.46.150.192/27 ip4:174.137.46.0/24 ip4:188.172.128.0/20 ip4:216.198.0.0/18 ~all",
    },
    lookups: 1,
    source: "an answer that others recorded, without a date; the name: https://support.zendesk.com/hc/en-us/articles/115015746187",
    readOn: "2026-11",
  },
  {
    sender: "Salesforce",
    include: "_spf.salesforce.com",
    records: { "_spf.salesforce.com": "v=spf1 exists:%{i}._spf.mta.salesforce.com -all" },
    lookups: 2,
    source: "https://help.salesforce.com/s/articleView?id=000315520 (a macro with exists:%{i}); the text in answers that others recorded",
    readOn: "2023-09",
  },
  {
    sender: "Mailgun",
    include: "mailgun.org",
    records: {
      "mailgun.org": "v=spf1 include:_spf.mailgun.org include:_spf.eu.mailgun.org -all",
      "_spf.mailgun.org": "v=spf1 include:_spf1.mailgun.org include:_spf2.mailgun.org ~all",
      "_spf1.mailgun.org": nothingButEnd("~all"),
      "_spf2.mailgun.org": nothingButEnd("~all"),
      "_spf.eu.mailgun.org": nothingButEnd("~all"),
    },
    withoutAddresses: true,
    lookups: 5,
    source: "https://www.wirewiki.com/domains/sps-ocs.com/spf (10, 9 and 11 ip4 in the last three)",
    readOn: "2026-11",
  },
  {
    sender: "Brevo",
    include: "spf.brevo.com",
    records: {
      "spf.brevo.com":
        "v=spf1 ip4:185.41.28.0/22 ip4:94.143.16.0/21 ip4:185.24.144.0/22 ip4:153.92.224.0/19 ip4:213.32.128.0/18 ip4:185.107.232.0/22 ip4:77.32.128.0/18 ip4:77.32.192.0/19 ip4:212.146.192.0/18 ip4:172.246.0.0/18 -all",
    },
    lookups: 1,
    source: "an answer that others recorded for spf.sendinblue.com; that spf.brevo.com begins and ends like it, they recorded too",
    readOn: "2026-11",
  },
  {
    sender: "Brevo, by its old name",
    include: "spf.sendinblue.com",
    records: {
      "spf.sendinblue.com":
        "v=spf1 ip4:185.41.28.0/22 ip4:94.143.16.0/21 ip4:185.24.144.0/22 ip4:153.92.224.0/19 ip4:213.32.128.0/18 ip4:185.107.232.0/22 ip4:77.32.128.0/18 ip4:77.32.192.0/19 ip4:212.146.192.0/18 ip4:172.246.0.0/18 -all",
    },
    lookups: 1,
    source: "an answer that others recorded, without a date",
    readOn: "2026-11",
  },
  {
    sender: "Mailjet",
    include: "spf.mailjet.com",
    records: {
      "spf.mailjet.com":
        "v=spf1 ip4:87.253.232.0/21 ip4:185.189.236.0/22 ip4:185.211.120.0/22 ip4:185.250.236.0/22 ip4:45.14.148.0/22 ~all",
    },
    lookups: 1,
    source: "an answer that others recorded, without a date",
    readOn: "2026-11",
  },
  {
    sender: "GoDaddy",
    include: "secureserver.net",
    records: {
      "secureserver.net": "v=spf1 include:spf-0.secureserver.net -all",
      "spf-0.secureserver.net": "v=spf1 include:spf.protection.outlook.com -all",
    },
    withoutAddresses: true,
    lookups: 3,
    source: "https://www.wirewiki.com/domains/bms.edu.do/spf (32 ip4 in the second)",
    readOn: "2026-11",
  },
  {
    sender: "IONOS",
    include: "_spf-eu.ionos.com",
    records: {
      "_spf-eu.ionos.com":
        "v=spf1 ip4:212.227.126.128/25 ip4:82.165.159.0/26 ip4:212.227.15.0/25 ip4:212.227.17.0/27 ip4:217.72.192.64/26 ip4:185.48.116.13/32 ?all",
    },
    lookups: 1,
    source: "an answer that others recorded, without a date",
    readOn: "2026-11",
  },
  {
    sender: "Zoho Mail",
    include: "spf.zoho.com",
    records: { "spf.zoho.com": nothingButEnd("-all") },
    withoutAddresses: true,
    lookups: 1,
    source: "https://www.wirewiki.com/domains/bms.edu.do/spf (51 ip4)",
    readOn: "2026-11",
  },
  {
    sender: "Zoho ZeptoMail",
    include: "transmail.net",
    records: { "transmail.net": nothingButEnd("~all") },
    withoutAddresses: true,
    lookups: 1,
    source: "https://www.wirewiki.com/domains/bms.edu.do/spf (10 ip4)",
    readOn: "2026-11",
  },
  {
    sender: "Elastic Email",
    include: "_spf.elasticemail.com",
    records: { "_spf.elasticemail.com": "v=spf1 exists:%{i}._spf.elasticemail.info ~all" },
    lookups: 2,
    source: "https://www.wirewiki.com/domains/bms.edu.do/spf",
    readOn: "2026-11",
  },
  {
    sender: "Postmark",
    include: "spf.mtasv.net",
    records: { "spf.mtasv.net": nothingButEnd("~all") },
    withoutAddresses: true,
    lookups: 1,
    source: "https://dnsdigest.com/domains/38/outbound-email/spf (a record that includes it costs one look-up)",
    readOn: "2026-11",
  },
  {
    sender: "Freshdesk",
    include: "email.freshdesk.com",
    records: { "email.freshdesk.com": nothingButEnd("~all") },
    withoutAddresses: true,
    lookups: 1,
    source: "https://mxio.io/providers/freshdesk",
    readOn: "2026-02",
  },
  ...["eu", "us", "de", "au", "ca", "usb"].map(
    (region): KnownSender => ({
      sender: "Mimecast",
      include: `${region}._netblocks.mimecast.com`,
      records: { [`${region}._netblocks.mimecast.com`]: nothingButEnd("~all") },
      withoutAddresses: true,
      lookups: 1,
      source: "https://mxio.io/providers/mimecast",
      readOn: "2026-02",
    }),
  ),
  // From here on only the name is known.
  {
    sender: "Zoho Mail",
    include: "zohomail.com",
    source: "https://spfwise.com/en/article/zoho-mail-spf-dkim-dmarc-setup",
    readOn: "2026-07",
  },
  { sender: "Zoho Mail", include: "zoho.com", source: "https://mxtoolbox.com/t/outbound-email-provider/?name=zoho", readOn: "2026-11" },
  { sender: "Zoho Mail, Europe", include: "zohomail.eu", source: "https://mailermonk.com/guides/spf/zoho-mail", readOn: "2026-11" },
  {
    sender: "Mimecast, all regions",
    include: "_netblocks.mimecast.com",
    source: "https://mimecastsupport.zendesk.com/hc/en-us/articles/34000792642963",
    readOn: "2026-11",
  },
  {
    sender: "Customer.io",
    include: "customeriomail.com",
    source: "https://es.support.powerdmarc.com/support/solutions/articles/60000707776",
    readOn: "2026-11",
  },
  { sender: "Atlassian", include: "_spf.atlassian.net", source: "SPF records of customers", readOn: "2026-11" },
  { sender: "Intercom", include: "spf.mail.intercom.io", source: "SPF records of customers", readOn: "2026-11" },
  { sender: "Campaign Monitor", include: "_spf.createsend.com", source: "SPF records of customers", readOn: "2026-11" },
  { sender: "Help Scout", include: "helpscoutemail.com", source: "SPF records of customers", readOn: "2026-11" },
  { sender: "Atlassian Statuspage", include: "stspg-customer.com", source: "SPF records of customers", readOn: "2026-11" },
  { sender: "Constant Contact", include: "spf.constantcontact.com", source: "SPF records of customers", readOn: "2026-11" },
  { sender: "Salesforce Account Engagement (Pardot)", include: "aspmx.pardot.com", source: "SPF records of customers", readOn: "2026-11" },
  { sender: "Adobe Marketo", include: "mktomail.com", source: "SPF records of customers", readOn: "2026-11" },
];

/**
 * A customer of HubSpot includes a name with the number of its own account (https://knowledge.hubspot.com/email/do-i-need-to-add-hubspot-to-our-spf-record,
 * read in 2026-11). What these names publish is not known.
 */
export const ownNameAtHubspot = /^\d+\.spf\d\d\.hubspotemail\.net$/;
