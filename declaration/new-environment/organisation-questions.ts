/** Whether the domain above a new environment's is declared too, and who else sends from it. Pure. */
import { zoneOf } from "../dns-hosts/dns-hosts";
import { type InitAnswers, listed, nothing } from "./answers";
import { domainAbove } from "./domain-names";
import { lowerCase } from "./place-questions";
import type { Known, Question } from "./question";
import { expectedNames, hasOnlyNames } from "./spf-names";

/** The domain above, where it can be declared with what is known: it is the zone, and nobody has declared it yet. */
export function declarableAbove({ answers, around }: Known): string | undefined {
  const above = domainAbove(answers.domain ?? "");
  if (above === undefined || above !== answers.zone) return undefined;
  const isDeclared = around.organisation?.domains.some((domain) => zoneOf(domain) === above);
  const isOwned = around.wellFormed.some(({ name, sendingDomain }) => name !== answers.name && sendingDomain === above);
  return isDeclared || isOwned ? undefined : above;
}

const declaresAbove = (known: Known): boolean => declarableAbove(known) !== undefined && known.answers.organisationalDomain === "yes";

/** Mail is sent from the organisational domain itself. */
export const sendsFromTop = ({ domain }: Partial<InitAnswers>): boolean => domain !== undefined && domainAbove(domain) === undefined;

export const organisationQuestions: readonly Question[] = [
  {
    key: "organisationalDomain",
    flag: "--organisational-domain <what>",
    text: "the domain above it: declare it too, yes or no",
    about: declarableAbove,
    help: "Your company's own domain gets SPF, DMARC (which only asks for reports at first) and TLS reports, in organisation.ts. `twinpost adopt --env organisation` then finds what is in DNS already, and overwrites nothing.",
    example: "yes",
    of: "init",
    path: "organisationalDomain",
    usual: () => ({ text: "yes" }),
    when: (known) => declarableAbove(known) !== undefined,
    tidy: lowerCase,
    fault: (text) => (["yes", "no"].includes(text) ? undefined : "is neither, expected yes or no"),
  },
  {
    key: "alsoInclude",
    flag: "--also-include <names>",
    text: `who else sends from it: SPF names, or ${nothing}`,
    about: (known) => declarableAbove(known) ?? known.answers.domain,
    help: "What other senders tell you to include in SPF, commas between: _spf.google.com for Google Workspace, spf.protection.outlook.com for Microsoft 365, mail.zendesk.com for Zendesk.",
    example: nothing,
    of: "organisation",
    path: "spf",
    usual: () => ({ text: nothing }),
    when: (known) => declaresAbove(known) || sendsFromTop(known.answers),
    tidy(text) {
      const plain = text.replace(/\binclude:/g, "").trim();
      return plain === nothing || hasOnlyNames(plain) ? listed(plain).join(", ").toLowerCase() || nothing : plain;
    },
    fault: (text) => (text === nothing || hasOnlyNames(text) ? undefined : `is not a list of names for SPF, ${expectedNames(text)}`),
  },
];
