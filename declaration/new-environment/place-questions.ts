/** Where a new environment lives: its name, its AWS account and its DNS zone. Pure. */

import type { ProviderName } from "../../mail/providers/sending-providers";
import { isKnownRegion, nearRegions } from "../aws-regions";
import { type DnsHostName, dnsHostNames, dnsHosts, hasField } from "../dns-hosts/dns-hosts";
import { isExampleAccount } from "../examples";
import { environmentFile } from "../files";
import { declaredProviders } from "../providers/declared-providers";
import type { InitAnswers } from "./answers";
import type { Question } from "./question";

export const lowerCase = (text: string): string => text.toLowerCase().replace(/\.$/, "");

const sendFrom = (region: string, { primary, standby }: Partial<InitAnswers>): boolean =>
  [primary, standby].every((name) => declaredProviders[name as ProviderName]?.sendsFrom?.(region) ?? true);

const titleOf = (host: string | undefined): string => dnsHosts[host as DnsHostName]?.title ?? "the DNS host";

export const placeQuestions: readonly Question[] = [
  {
    key: "examples",
    flag: "--examples <what>",
    text: "the examples that are in environments/: replace or keep",
    help: "The environments that come with Twinpost are examples with made-up accounts and domains. Your first environment takes their place; with git you can always get them back.",
    example: "replace",
    of: "init",
    path: "examples",
    usual: () => ({ text: "replace" }),
    // The examples go when somebody's own data come: an account that is none of theirs is what tells.
    when: ({ answers, around }) => around.examples.length > 0 && !isExampleAccount(answers.account),
    fault: (text) => (["replace", "keep"].includes(text) ? undefined : "is neither, expected replace or keep"),
  },
  {
    key: "name",
    flag: "--name <name>",
    text: "name of the environment",
    help: "Short, such as dev, staging or prod. It is in the names of its stack, secrets and alarms, and cannot be changed later.",
    example: "live",
    of: "environment",
    path: "name",
    tidy: (text) => text.toLowerCase(),
    fault: (text, { around }) =>
      ["accounts", "declared", "organisation"].includes(text) || (around.files.includes(text) && !around.names.includes(text))
        ? `is the name of another file (${environmentFile(text)}), expected another name`
        : undefined,
  },
  {
    key: "replace",
    flag: "--force",
    text: "there is an environment of that name: replace it, yes or no",
    help: "Yes writes its file anew, from your answers. No lets you choose another name.",
    example: "no",
    of: "init",
    path: "replace",
    usual: () => ({ text: "no" }),
    when: ({ answers: { name = "" }, around }) => around.files.includes(name),
    fault: (text) => (["yes", "no"].includes(text) ? undefined : "is neither, expected yes or no"),
  },
  {
    key: "account",
    flag: "--account <id>",
    text: "AWS account, 12 digits",
    help: "The account that has the sending identity, the secrets and the alarms. `aws sts get-caller-identity` prints the one that you are logged in to.",
    example: "999999999999",
    of: "environment",
    path: "aws.account",
    reads: "aws",
    usual: ({ read, around }) => {
      if (read.aws) return { text: read.aws.account, from: `read from AWS: ${read.aws.arn}` };
      const [only, ...others] = around.accounts;
      return only && others.length === 0 ? { text: only.id, from: "the only account in accounts.ts" } : undefined;
    },
    tidy: (text) => text.replace(/(?<=\d)[ -](?=\d)/g, ""),
  },
  {
    key: "region",
    flag: "--region <code>",
    text: "AWS region",
    help: "Of the sending identity, the secrets, the alarms and Terraform's state. Choose one in which AWS sends mail.",
    example: "eu-west-1",
    of: "environment",
    path: "aws.region",
    usual: ({ answers, around, read }) => {
      const account = around.accounts.find(({ id }) => id === answers.account);
      if (account) return { text: account.region, from: "as its account in accounts.ts" };
      if (read.aws?.region) return { text: read.aws.region, from: "read from your AWS settings" };
      return { text: "eu-west-1" };
    },
    tidy: lowerCase,
    fault: (text, { answers, around }) => {
      const isDeclared = [...around.accounts, ...around.wellFormed.map(({ aws }) => aws)].some(({ region }) => region === text);
      const isRight = isKnownRegion(text) && sendFrom(text, answers);
      if (isRight || isDeclared) return undefined;
      const what = isKnownRegion(text) ? "is an AWS region in which AWS sends no mail" : "is no AWS region that is known here";
      return `${what}, expected one such as ${nearRegions(text).join(", ")}`;
    },
  },
  {
    key: "dnsHost",
    flag: "--dns-host <name>",
    text: `DNS host: ${dnsHostNames.join(" or ")}`,
    help: `by-hand is any host that is not in the list: Twinpost prints the zone file, and you publish the records yourself.`,
    example: dnsHostNames[0],
    of: "environment",
    path: "dns.host",
    usual: () => ({ text: dnsHostNames[0] }),
    tidy: lowerCase,
  },
  {
    key: "zone",
    flag: "--zone <domain>",
    text: "DNS zone, such as your company's domain",
    help: "The zone that gets the records. Give dev and staging a zone of their own: a token can change every record of its zone.",
    example: "own.example",
    of: "environment",
    path: "dns.zone",
    reads: "zones",
    usual: ({ answers, read, around }) => {
      if (!hasField(answers.dnsHost, "zoneId")) return undefined;
      const free = read.zones?.find(({ name }) => !around.wellFormed.some(({ dns }) => dns.zone === name)) ?? read.zones?.[0];
      return free && { text: free.name, from: `read from ${titleOf(answers.dnsHost)}: ${read.zones?.map(({ name }) => name).join(", ")}` };
    },
    tidy: lowerCase,
  },
  {
    key: "zoneId",
    flag: "--zone-id <id>",
    text: "the zone's id at the DNS host",
    help: Object.values(dnsHosts)
      .flatMap(({ zoneIds }) => zoneIds ?? [])
      .join(" "),
    example: "0123456789abcdef0123456789abcdef",
    of: "environment",
    path: "dns.zoneId",
    reads: "zones",
    usual: ({ answers, read, around }) => {
      const zone = read.zones?.find(({ name }) => name === answers.zone);
      if (zone) return { text: zone.id, from: `read from ${titleOf(answers.dnsHost)}` };
      const homes = [...around.wellFormed, ...(around.organisation?.domains ?? [])];
      const same = homes.find(({ dns }) => dns.host === answers.dnsHost && dns.zone === answers.zone)?.dns;
      return same && "zoneId" in same ? { text: same.zoneId, from: "declared for this zone already" } : undefined;
    },
    when: ({ answers }) => hasField(answers.dnsHost, "zoneId"),
    tidy: lowerCase,
  },
];
