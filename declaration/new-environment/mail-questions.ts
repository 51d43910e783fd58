/** What a new environment sends, and through whom. Pure. */

import { firstPolicy } from "../../mail/dmarc/stages";
import { type ProviderName, providerNames, sendingProviders } from "../../mail/providers/sending-providers";
import { isAtOrBelow } from "../../mail/records/name";
import { zoneOf } from "../dns-hosts/dns-hosts";
import { declaredProviders } from "../providers/declared-providers";
import type { Fqdn } from "../schema/field-kinds";
import { type InitAnswers, nothing } from "./answers";
import { usualName } from "./domain-names";
import { lowerCase } from "./place-questions";
import { asElsewhere, type Known, type Question } from "./question";

export const delivers = ({ primary }: Partial<InitAnswers>): boolean => sendingProviders[primary as ProviderName]?.delivers ?? true;

export const sendsThrough = ({ primary, standby }: Partial<InitAnswers>, provider: ProviderName): boolean =>
  [primary, standby].includes(provider);

const named = (label: string, { answers: { name = "", zone = "" }, around }: Known): Fqdn => {
  const taken = around.wellFormed.filter((each) => each.name !== name);
  return usualName(label, { name, zone, taken: taken.map(({ sendingDomain }) => sendingDomain) }) as Fqdn;
};

/** The sending domain itself receives no mail. */
export const inZone =
  (name: string): NonNullable<Question["usual"]> =>
  ({ answers: { zone, domain } }) =>
    zone === domain ? undefined : { text: `${name}@${zone}` };

export const mailQuestions: readonly Question[] = [
  {
    key: "domain",
    flag: "--domain <domain>",
    text: "domain that sends the mail",
    help: "A subdomain of its own keeps your company's domain out of trouble. The environment owns every name at and below it.",
    example: "mail.own.example",
    of: "environment",
    path: "sendingDomain",
    usual: (known) => ({ text: named("mail", known) }),
    tidy: lowerCase,
    fault: (text, { around }) =>
      around.organisation?.domains.some((declared) => isAtOrBelow(zoneOf(declared), text))
        ? `is declared in organisation.ts, expected a name below it, such as mail.${text}`
        : undefined,
  },
  {
    key: "senderAddress",
    flag: "--sender-address <address>",
    text: "sender's address",
    help: "The From address of the mail, in the sending domain.",
    example: "invitations@mail.own.example",
    of: "environment",
    path: "sender.address",
    usual: ({ answers }) => ({ text: `invitations@${answers.domain}` }),
  },
  {
    key: "senderName",
    flag: "--sender-name <text>",
    text: "sender's name, as recipients see it",
    help: "Usually the name of your product.",
    example: "Your Product",
    of: "environment",
    path: "sender.name",
    usual: asElsewhere(({ sender }) => sender.name),
  },
  {
    key: "replyTo",
    flag: "--reply-to <address>",
    text: "address for replies",
    help: "A person must read it. It must exist already, and is not in the sending domain, which receives no mail.",
    example: "support@own.example",
    of: "environment",
    path: "sender.replyTo",
    usual: inZone("support"),
  },
  {
    key: "frontendUrl",
    flag: "--frontend-url <url>",
    text: "web address at the start of links in mail",
    help: "The application's address, with https. Links in invitations start with it.",
    example: "https://app.own.example",
    of: "environment",
    path: "frontendUrl",
    usual: (known) => ({ text: `https://${named("app", known)}` }),
    tidy: (text) => `${/^[a-z]+:/i.test(text) ? "" : "https://"}${text}`.replace(/\/+$/, ""),
  },
  {
    key: "primary",
    flag: "--primary <provider>",
    text: `sending provider: ${providerNames.join(", ")}`,
    help: `For everyday use. ${providerNames.filter((name) => !sendingProviders[name].delivers).join(", ")} is a test server, which keeps the mail.`,
    example: providerNames[1] as string,
    of: "environment",
    path: "sendingProviders.primary",
    usual: () => ({ text: providerNames[0] }),
    tidy: lowerCase,
  },
  {
    key: "standby",
    flag: "--standby <provider>",
    text: `sending provider to fail over to, or ${nothing}`,
    help: "A second provider that is set up as well, and takes over with `twinpost fail-over` when the first is down. You need an account there.",
    example: nothing,
    of: "environment",
    path: "sendingProviders.standby",
    usual: () => ({ text: nothing }),
    when: ({ answers }) => delivers(answers),
    tidy: lowerCase,
  },
  ...providerNames.flatMap((name) =>
    (declaredProviders[name].options?.questions ?? []).map(
      (question): Question => ({ ...question, of: "environment", flagOnly: true, when: ({ answers }) => sendsThrough(answers, name) }),
    ),
  ),
  {
    key: "dmarcPolicy",
    flag: "--dmarc-policy <policy>",
    text: "DMARC policy: none, quarantine or reject",
    help: "Start with none, which only asks for reports; raise it once they show that your own mail passes.",
    example: "none",
    of: "environment",
    path: "dmarc.policy",
    usual: ({ answers }) => ({ text: firstPolicy({ delivers: delivers(answers) }) }),
    flagOnly: true,
    tidy: lowerCase,
  },
];
