/** docs/findings.md: every kind of finding by the verb that produces it, what it means and what to do, from the catalogue. */
import { catalogue, type FindingId } from "../../findings/catalogue";
import type { FindingKind, Source } from "../../findings/kind";
import { sendingProviders } from "../../mail/providers/sending-providers";

const introduction = `# Findings

Everything a verb can report, by its stable id. An _error_ makes mail fail or be lost, at least at some receivers; a _warning_ will become an error, or hides one;
an _info_ is worth knowing. A finding may have another severity than its kind.

Commands here name the environment \`staging\` and the account \`account-111122223333\`; a verb prints them with yours.

A place in a record counts characters from 1. Evidence names the server that answered, what it said, and for how many seconds that may still be cached.

<!-- Generated from findings/ by \`npm run docs\`. -->
`;

const sources: Record<Source, { title: string; about: string }> = {
  verify: {
    title: "`verify`",
    about: `Whether DNS, receivers and the sending providers agree with what was declared; with \`--domain\`, of any domain.

The SPF record at the From name is reported, because administrators and scanners look there. A message's own verdict does not come from it: receivers evaluate the
record at its return path, such as \`bounce.<domain>\` or \`em.<domain>\`, which are checked as well.`,
  },
  forecast: {
    title: "The forecast",
    about: "What receivers will conclude once a plan is applied. Its errors are findings of the safety gate.",
  },
  gate: {
    title: "The safety gate",
    about: `What a plan must not do unseen. \`plan\` and \`destroy\` end with exit code 3, and \`apply\` refuses, until \`--force "<reason>"\` says why it may pass
([decision 4](decisions/0004-the-safety-gate-judges-what-a-change-means.md)).`,
  },
  doctor: { title: "`doctor`", about: "Whether everything is true in the real accounts that an environment needs." },
  plan: { title: "`plan`", about: "What `plan` tells, and `apply` by hand, before anything is changed, and does not hold back." },
  adopt: { title: "`adopt`", about: "What is live already at the names that will be managed." },
  bootstrap: { title: "`bootstrap`", about: "What stands in the way of protected environments at GitHub." },
  validate: { title: "`validate`", about: "What the files allow that may surprise." },
  records: { title: "`records`", about: "What others have to publish." },
};

/** What `verify` finds has headings of its own, in this order. */
const verifiedFamilies: Record<string, string> = {
  spf: "SPF",
  dkim: "DKIM",
  dmarc: "DMARC",
  "tls-rpt": "TLS-RPT",
  "mta-sts": "MTA-STS",
  mx: "Receiving mail",
  dns: "Names and answers",
  blocklist: "Blocklists",
  ...Object.fromEntries(
    Object.entries(sendingProviders).map(([name, { title }]) => [name, title.replace(/^./, (first) => first.toUpperCase())]),
  ),
};

/** @returns Markdown. */
export function renderFindingsReference(): string {
  const all = Object.entries(catalogue) as [FindingId, FindingKind][];
  const sections = (Object.keys(sources) as Source[]).map((source) => {
    const own = all.filter(([, kind]) => kind.sources[0] === source);
    if (own.length === 0) return "";
    const told = source === "verify" ? byFamily(own) : together(own);
    return [`## ${sources[source].title}`, sources[source].about, ...told].join("\n\n");
  });
  return `${[introduction, ...sections].join("\n\n").trimEnd()}\n`.replace(/\n{3,}/g, "\n\n");
}

/** A family without a title of its own comes last, under its name. */
function byFamily(own: readonly [FindingId, FindingKind][]): string[] {
  const families = new Set([...Object.keys(verifiedFamilies), ...own.map(([id]) => familyOf(id))]);
  return [...families].flatMap((family) => [
    `### ${verifiedFamilies[family] ?? family}`,
    ...together(own.filter(([id]) => familyOf(id) === family)),
  ]);
}

const familyOf = (id: FindingId): string => id.slice(0, id.indexOf("/"));

/** As a verb prints it for this environment. */
const pasteable = (remedy: string): string =>
  remedy.replaceAll("--env <env>", "--env staging").replaceAll("account-<id>", "account-111122223333");

/** Kinds that say the same are told once. */
function together(kinds: readonly [FindingId, FindingKind][]): string[] {
  const told = new Map<string, { ids: FindingId[]; kind: FindingKind }>();
  for (const [id, kind] of kinds) {
    const same = told.get(JSON.stringify(kind)) ?? { ids: [], kind };
    told.set(JSON.stringify(kind), { ...same, ids: [...same.ids, id] });
  }
  return [...told.values()].map(renderKind);
}

function renderKind({
  ids,
  kind: { severity, title, explanation, remedy, sources: all },
}: {
  ids: FindingId[];
  kind: FindingKind;
}): string {
  const [, ...others] = all;
  const also = others.length > 0 ? ` Also in: ${others.map((source) => sources[source].title.replace(/^The /, "the ")).join(", ")}.` : "";
  return [
    `#### ${ids.map((id) => `\`${id}\``).join(", ")}`,
    `**${title}.** _${severity}_`,
    `${explanation}${also}`,
    `What to do: ${pasteable(remedy)}.`,
  ].join("\n\n");
}
