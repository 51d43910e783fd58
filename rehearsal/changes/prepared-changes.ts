/**
 * Ten changes of an environment's DNS that people really make, five of them harmless and five that break mail, for whichever environment:
 * what cannot be tried there is left out, and it is said why. test/sandbox/forecast/forecast.test.ts tries more.
 */

import { type Environment, sendingProvidersOf } from "../../declaration/schema/environment";
import { type DmarcPolicy, nextStricter } from "../../mail/dmarc/policy";
import { parseDmarc } from "../../mail/dmarc/record";
import { type ProviderName, providerNames } from "../../mail/providers/sending-providers";
import type { MailRecord } from "../../mail/records/mail-record";
import { formatTlsRpt } from "../../mail/tls-rpt/record";
import { providerStages } from "../providers/provider-stages";
import type { DeclaredEdit } from "./declared-edit";
import { appliedRecords, type Recipe, withSenders, withTags } from "./recipe";

export interface PreparedChange {
  /** In file names. */
  id: string;
  what: string;
  breaksMail: boolean;
  /** See Recipe. */
  belief?: ProviderName;
  edits: DeclaredEdit[];
}

interface LeftOut {
  what: string;
  why: string;
}

export interface PreparedChanges {
  changes: PreparedChange[];
  leftOut: LeftOut[];
}

/** @param applied with the sending providers' targets filled in. */
export function prepareChanges(environment: Environment, applied: readonly MailRecord[]): PreparedChanges {
  const inUse = sendingProvidersOf(environment);
  const records = appliedRecords(environment, applied);
  const prepared: PreparedChanges = { changes: [], leftOut: [] };
  for (const { provider, edit, ...recipe } of [...ofProviders, ...ofAnyEnvironment]) {
    const edits = provider && !inUse.includes(provider) ? `${provider} does not send here` : edit(records);
    if (typeof edits === "string") prepared.leftOut.push({ what: recipe.what, why: edits });
    else prepared.changes.push({ ...recipe, edits });
  }
  return prepared;
}

const policyOf = (dmarc = ""): DmarcPolicy => parseDmarc(dmarc).policy ?? "none";

interface RecipeOf extends Recipe {
  /** Without which there is nothing to try. */
  provider?: ProviderName;
}

// What breaks mail comes first, so that what follows shows that all of it was put back.
const ofProviders = providerNames.flatMap((provider) =>
  providerStages[provider].changes.map((recipe): RecipeOf => ({ ...recipe, provider })),
);

const ofAnyEnvironment: readonly RecipeOf[] = [
  {
    id: "second-dmarc",
    what: "a second DMARC record, for another tool",
    breaksMail: true,
    edit: ({ domain, add }) => [add({ id: "second-dmarc", name: `_dmarc.${domain}`, value: "v=DMARC1; p=none" })],
  },
  {
    id: "raise-dmarc",
    what: "DMARC is raised one step",
    breaksMail: false,
    edit: ({ edit, value }) => {
      const next = nextStricter(policyOf(value("dmarc")));
      return next ? [edit("dmarc", withTags({ p: next }))] : "its policy is reject, above which there is none";
    },
  },
  {
    id: "strict-alignment",
    what: "DMARC asks for strict alignment",
    breaksMail: false,
    edit: ({ edit }) => [edit("dmarc", withTags({ adkim: "s", aspf: "s" }))],
  },
  {
    id: "reports-elsewhere",
    what: "DMARC reports go to another mailbox",
    breaksMail: false,
    edit: ({ edit }) => [edit("dmarc", (text) => text.replace(/mailto:[^@]+@/g, "mailto:reports@"))],
  },
  {
    id: "another-sender",
    what: "SPF lets one more server send",
    breaksMail: false,
    edit: ({ edit }) => [edit("spf", withSenders(["ip4:198.51.100.7"]))],
  },
  {
    id: "tls-reports",
    what: "TLS reports go to another mailbox",
    breaksMail: false,
    edit: ({ domain, add, edit, value }) => {
      const text = formatTlsRpt([`mailto:tls@${domain}`]);
      return [value("tls-rpt") ? edit("tls-rpt", () => text) : add({ id: "tls-rpt", name: `_smtp._tls.${domain}`, value: text })];
    },
  },
];
