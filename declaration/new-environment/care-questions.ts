/** Who looks after a new environment, how much it sends, and how changes reach it. Pure. */

import { nothing } from "./answers";
import { countFault, tidyCount, usualLimit } from "./counts";
import { delivers, inZone } from "./mail-questions";
import { lowerCase } from "./place-questions";
import { asElsewhere, type Question } from "./question";

const atSign = (text: string): string =>
  text
    .split(/[\s,]+/)
    .filter(Boolean)
    .map((name) => (name.startsWith("@") || name === nothing ? name : `@${name}`))
    .join(", ");

export const careQuestions: readonly Question[] = [
  {
    key: "alerts",
    flag: "--alerts <addresses>",
    text: "who gets alerts: addresses, commas between",
    help: "People who act when mail fails, not those who answer customers. AWS asks each address to confirm first.",
    example: "operations@own.example",
    of: "environment",
    path: "alerts.notify",
    reads: "operator",
    usual: (known) =>
      asElsewhere(({ alerts }) => alerts.notify.join(", "))(known) ??
      (known.read.operator && { text: known.read.operator.address, from: "read from git: user.email" }),
  },
  {
    key: "reportTo",
    flag: "--report-to <address>",
    text: "mailbox for DMARC reports",
    help: "Receivers send a report a day there. It must exist; a service that reads them has an address for it.",
    example: "dmarc-reports@own.example",
    of: "environment",
    path: "dmarc.reportTo",
    usual: inZone("dmarc-reports"),
  },
  {
    key: "tlsReportTo",
    flag: "--tls-report-to <address>",
    text: "mailbox for TLS reports",
    help: "Receivers report there whether mail to you could be encrypted (RFC 8460).",
    example: "tls-reports@own.example",
    of: "environment",
    path: "tlsRpt.reportTo",
    usual: ({ answers }) => ({ text: answers.reportTo ?? "", from: "as for DMARC reports" }),
    flagOnly: true,
  },
  {
    key: "perMonth",
    flag: "--per-month <number>",
    text: "messages in a busy month",
    help: "`doctor` compares it with the quotas of your accounts, and the cost is estimated from it.",
    example: "10000",
    of: "environment",
    path: "capacity.perMonth",
    usual: () => ({ text: "10000" }),
    tidy: tidyCount,
    fault: countFault,
  },
  {
    key: "atOnce",
    flag: "--at-once <number>",
    text: "messages in the largest burst, sent within 30 s",
    help: "For instance an invitation to everybody at a new client.",
    example: "1000",
    of: "environment",
    path: "capacity.atOnce",
    usual: () => ({ text: "1000" }),
    tidy: tidyCount,
    fault: (text, { answers }) =>
      countFault(text) ??
      (Number(text) > Number(answers.perMonth) ? `is more than in the whole month, expected at most ${answers.perMonth}` : undefined),
  },
  {
    key: "sendsPerDay",
    flag: "--sends-per-day <number>",
    text: "messages a day, for the alarm",
    help: "An alarm starts at 80 % of it. It is at most the daily quota that AWS grants; a new account has 200 until AWS grants more.",
    example: "2000",
    of: "environment",
    path: "limits.sendsPerDay",
    usual: ({ answers }) => ({
      text: String(usualLimit(Number(answers.perMonth) || 1, Number(answers.atOnce) || 1)),
      from: "fits the busy month and the burst",
    }),
    tidy: tidyCount,
    fault: (text, { answers }) =>
      countFault(text) ??
      (Number(text) < Number(answers.atOnce) ? `is less than one burst, expected at least ${answers.atOnce}` : undefined),
    flagOnly: true,
  },
  {
    key: "seedMailboxes",
    flag: "--seed-mailboxes <addresses>",
    text: "mailboxes of yours to test with, commas between",
    help: "The seed test sends to them and reads how the mail arrived: best one each at gmail.com, outlook.com and yahoo.com. A rehearsal has mailboxes at these three.",
    example: "own.seed@gmail.com",
    of: "environment",
    path: "seedMailboxes",
    usual: asElsewhere(({ seedMailboxes }) => seedMailboxes.join(", ")),
  },
  {
    key: "reviewers",
    flag: "--reviewers <names>",
    text: "who approves changes at GitHub: @user or @owner/team",
    help: `Before a job may change the environment, one of them approves. Commas between; ${nothing} only with a test server, which writes to nobody.`,
    example: "@own",
    of: "environment",
    path: "review.reviewers",
    usual: (known) => (delivers(known.answers) ? asElsewhere(({ review }) => review?.reviewers.join(", "))(known) : { text: nothing }),
    tidy: (text) => atSign(text) || nothing,
    fault: (text, { answers }) =>
      text === nothing && delivers(answers) ? "is not enough where mail goes to everybody, expected @user or @owner/team" : undefined,
  },
  {
    key: "promoteFrom",
    flag: "--promote-from <name>",
    text: `environment that gets each release first, or ${nothing}`,
    help: `With an environment, a release comes here only after it was applied and verified there, by \`twinpost promote\`. With ${nothing}, a merge to the main branch changes this one.`,
    example: nothing,
    of: "environment",
    path: "promotion.from",
    usual: () => ({ text: nothing }),
    when: ({ answers, around }) => answers.promoteFrom !== undefined || around.names.some((name) => name !== answers.name),
    tidy: lowerCase,
  },
  {
    key: "approval",
    flag: "--approval <what>",
    text: "what is approved: environment or pull request",
    help: "GitHub holds a job for reviewers only in public repositories and on paid plans for private ones. Where it cannot, choose pull request: somebody approves a pull request that names the release.",
    example: "environment",
    of: "environment",
    path: "promotion.approval",
    usual: () => ({ text: "environment" }),
    when: ({ answers }) => answers.promoteFrom !== undefined && answers.promoteFrom !== nothing,
    tidy: lowerCase,
  },
];
