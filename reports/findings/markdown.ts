/** docs/findings.md: every kind of finding, what it means and what to do, from the catalogue. */
import { catalogue, type FindingId } from "../../findings/catalogue";

const subjects: [family: string, title: string][] = [
  ["spf", "SPF"],
  ["dkim", "DKIM"],
  ["dmarc", "DMARC"],
  ["tls-rpt", "TLS-RPT"],
  ["mta-sts", "MTA-STS"],
  ["mx", "Receiving mail"],
  ["dns", "Names and answers"],
  ["forecast", "Forecasts"],
  ["blocklist", "Blocklists"],
  ["sendgrid", "SendGrid"],
  ["ses", "Amazon SES"],
];

const introduction = `# Findings

What can be found about the mail of a domain, by its stable id. An _error_ makes mail fail or be lost, at least at some receivers; a _warning_ will, or hides
something; an _info_ is worth knowing.

The SPF record at the From name is reported, because administrators and scanners look there. A message's own verdict does not come from it: receivers evaluate the
record at its return path, such as \`bounce.<domain>\` or \`em.<domain>\`, which are checked as well.

Here are the findings of \`verify\` and of the forecast. Those of the safety gate are in [decision 4](decisions/0004-the-safety-gate-judges-what-a-change-means.md); those of
\`doctor\`, \`adopt\`, \`bootstrap\` and the sending providers say by themselves what is wrong and what to do.

A place in a record counts characters from 1. Evidence names the server that answered, what it said, and for how many seconds that may still be cached.

<!-- Generated from findings/ by \`npm run docs\`. -->
`;

/** @returns Markdown. */
export function renderFindingsReference(): string {
  const ids = Object.keys(catalogue) as FindingId[];
  const sections = subjects.map(([family, title]) =>
    [`## ${title}`, ...ids.filter((id) => id.startsWith(`${family}/`)).map(renderKind)].join("\n\n"),
  );
  return `${[introduction, ...sections].join("\n")}\n`.replace(/\n(?=## )/g, "\n\n").replace(/\n{3,}/g, "\n\n");
}

function renderKind(id: FindingId): string {
  const { severity, title, explanation, remedy } = catalogue[id];
  return [`### \`${id}\``, `**${title}.** _${severity}_`, explanation, `What to do: ${remedy}.`].join("\n\n");
}
