/** The verbs that only read. */
import { Argument, Option } from "commander";
import type { RecordFormat } from "../../reports/records/text";
import { blocklistOptions } from "../blocklist-options";
import { envOption, issueOption, jsonOption, option, readOnce, shareOption, stacks, timeOption, timeoutOption } from "../options";
import type { Verb, VerbGroup } from "../verb";
import type { VerificationFormat } from "../verification-format";

const recordFormats: RecordFormat[] = ["table", "bind", "csv"];
const verificationFormats: VerificationFormat[] = ["text", "json", "markdown", "html"];

const status: Verb = {
  name: "status",
  summary: "show every environment on one screen",
  details: [
    'Shows what is applied, DNS, the sending providers, which one is active, and how old the credentials are. Shows "unknown", and why,',
    "for anything that it cannot read; that is not a failure. With a login of one account only, `TWINPOST_PROFILE_<account>` names the",
    "profile of your AWS configuration for another one, so that all accounts are read in one go (docs/roles.md).",
  ],
  options: () => [
    // No environment variable: one that is left set would hide the others.
    new Option("--env <name>", "only this environment").argParser(readOnce),
    jsonOption(),
  ],
  exits: { 1: "an environment is not ready, or its file is faulty" },
  examples: ["npx twinpost status", "npx twinpost status --env staging"],
  open: () => require("../status") as typeof import("../status"),
};

const verify: Verb = {
  name: "verify",
  summary: "check live DNS, receivers' conclusions and the providers",
  details: [
    "Asks every authoritative server and the resolvers for every record, evaluates the records as receivers do, then asks the",
    "sending providers. `--domain` judges the mail of any domain, without an environment, and says last what it did not look at.",
    "In a job of GitHub's, `--issue` keeps one issue for each environment that has errors.",
  ],
  options: () => [
    option("--env <name>", 'an environment, "organisation", or "all"').argParser(readOnce).conflicts("domain"),
    // No environment variables: they would silently change what is verified.
    new Option("--domain <names...>", "any domains, instead of an environment"),
    new Option(
      "--selector <names...>",
      "with --domain: the DKIM selectors in use, which DNS cannot list; without it the usual ones are tried",
    ),
    issueOption().conflicts("domain"),
    ...blocklistOptions(),
    timeoutOption(60),
    shareOption("verification"),
    option("--format <kind>", "format of the result", "verify").choices(verificationFormats).default("text"),
    jsonOption().conflicts("format"),
  ],
  exits: { 1: "there are errors, or the work failed" },
  examples: ["npx twinpost verify --env staging", "npx twinpost verify --domain example.com --selector s1"],
  open: () => require("../verify") as typeof import("../verify"),
};

const drift: Verb = {
  name: "drift",
  summary: "tell what somebody else changed since the last apply",
  details: [
    "Compares the state of the last apply with the world. Changes nothing, takes no lock, and keeps no plan. What is declared and not applied",
    "yet is no drift. While somebody applies, the answer is unknown.",
    "",
    "In a job of GitHub's, `--issue` keeps one issue for each target: opened, written anew, closed when all is well.",
  ],
  options: () => [envOption('an environment, "organisation", "account-<id>", or "all"'), issueOption(), jsonOption()],
  exits: { 1: "there is drift, it is unknown, or the work failed" },
  examples: ["npx twinpost drift --env staging", "npx twinpost drift --env all"],
  open: () => require("../drift") as typeof import("../drift"),
};

const records: Verb = {
  name: "records",
  summary: "print the DNS records, and who publishes each",
  details: [
    "Prints the records as applied. Before the first apply it prints the declared records and marks values not known yet. A zone file",
    "(`bind`) and `csv` hold what you publish by hand in one zone, for your DNS host to import: what Terraform publishes is left out.",
  ],
  options: () => [
    envOption(stacks),
    option("--zone <name>", "only this zone; required for a file if you publish several zones by hand"),
    option("--format <format>", "a table, a zone file, or comma-separated values", "records").choices(recordFormats).default("table"),
    jsonOption().conflicts("format"),
  ],
  examples: ["npx twinpost records --env staging", "npx twinpost records --env organisation --zone example.org --format bind"],
  open: () => require("../records") as typeof import("../records"),
};

const trace: Verb = {
  name: "trace",
  summary: "tell what became of a message",
  details: [
    "Tells the whole way of a message in words: when which provider took it, what the receiver's server said, what that means, and what to do next.",
    "Asks by the recipient's address, which is kept as a keyed digest only, or by an id: the application's own, a provider's, or the Message-ID. Says",
    "what is not known, and why. By an id it looks at every message of the environment, unless `--to` names the recipient.",
    "",
    "`--for-support` prints ids, times in UTC and answers as they came, to paste into a question to the provider's support.",
  ],
  arguments: () => [new Argument("<recipient or message id>", "an address, or an id; a Message-ID in its angle brackets")],
  options: () => [
    envOption(),
    // No environment variables: each question has its own.
    new Option("--to <address>", "with an id: the recipient, which is faster"),
    new Option("--for-support", "print what the provider's support asks for"),
    jsonOption(),
  ],
  exits: { 1: "nothing is known of it, or the work failed" },
  examples: ["npx twinpost trace ada@client.example --env prod", "npx twinpost trace inv-42 --env prod --for-support"],
  open: () => require("../trace") as typeof import("../trace"),
};

const affected: Verb = {
  name: "affected",
  summary: "list messages of a time that did not arrive",
  details: [
    "Counts what was accepted and not delivered, by reason, with words for clients. `--format csv` lists each message for the application, and whether",
    "to send it again: by the id that the application gave it, since addresses are kept as keyed digests only. Looks at every message of the environment:",
    "seconds at 10,000 a month, minutes at 1,000,000.",
  ],
  options: () => [
    envOption(),
    timeOption("--since <time>", "the beginning").makeOptionMandatory(),
    timeOption("--until <time>", "the end; now when left out"),
    option("--format <format>", "words, or comma-separated values", "affected").choices(["text", "csv"]).default("text"),
    jsonOption().conflicts("format"),
  ],
  examples: [
    "npx twinpost affected --env prod --since 2026-11-28T10:00Z --until 2026-11-28T12:00Z",
    "npx twinpost affected --env prod --since 2026-11-28 --format csv > again.csv",
  ],
  open: () => require("../affected") as typeof import("../affected"),
};

export const look: VerbGroup = { title: "Look", about: "nothing is changed", verbs: [status, verify, trace, affected, drift, records] };
