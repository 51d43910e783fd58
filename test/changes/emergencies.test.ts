/** What somebody edits in prod's data in a hurry: nothing of it needs more than one named waiver, and none a reason for everything. */
import { guard, isHeldBack, judgePlan } from "../../changes/guard";
import { readPlanJson } from "../../changes/plan";
import type { Environment } from "../../declaration/schema/environment";
import { editedData } from "./edited-data";
import { type Edit, madeAgain, own, recordedPlan } from "./recorded-plan";

const data = (edit: (environment: Environment) => Partial<Environment>): Edit[] =>
  editedData((environment) => ({ ...environment, ...edit(environment) }) as Environment);

const emergencies: [what: string, edit: Edit[], finding: string | undefined][] = [
  ["DMARC lowered", data(({ dmarc }) => ({ dmarc: { ...dmarc, np: "none" } })), "dmarc/policy-weakened"],
  ["DMARC raised", data(({ dmarc }) => ({ dmarc: { ...dmarc, policy: "quarantine" } })), undefined],
  ["a record made again that somebody deleted", [madeAgain("cloudflare_dns_record.dns_dmarc")], undefined],
  ["another sender in SPF", data(() => ({ spf: { alsoInclude: ["spf.protection.outlook.com"] } })), "spf/sender-added"],
  ["a server of ours in SPF", data(() => ({ spf: { alsoInclude: [], alsoAllow: ["ip4:192.0.2.7"] } })), undefined],
  [
    "alerts to a pager",
    data(({ alerts }) => ({ alerts: { ...alerts, notify: [...alerts.notify, "https://events.pager.example/x"] } })),
    "alerts/recipient-elsewhere",
  ],
  ["alerts to somebody else of us", data(({ alerts }) => ({ alerts: { ...alerts, notify: ["night@example.com"] } })), undefined],
  [
    "a reader of the secrets more",
    data(({ secretReaders }) => ({ secretReaders: [...secretReaders, "arn:aws:iam::444455556666:role/second-backend"] })),
    "secret-policy/reader-added",
  ],
  ["a reader of the secrets less", data(({ secretReaders }) => ({ secretReaders: secretReaders.slice(1) })), undefined],
  [
    "DMARC reports to a service",
    data(({ dmarc }) => ({ dmarc: { ...dmarc, reportTo: [...dmarc.reportTo, "x@reports.example"] } })),
    "dmarc/reports-elsewhere",
  ],
  ["no TLS-RPT", data(() => ({ tlsRpt: undefined })), "tls-rpt/deleted"],
  ["a mailbox provider for replies", data(() => ({ mx: [{ host: "mx.mailbox.example", priority: 10 }] })), "mx/elsewhere"],
  [
    "a mailbox provider with two servers for replies",
    data(() => ({ mx: [10, 20].map((priority) => ({ host: `mx${priority}.mailbox.example`, priority })) })),
    "mx/elsewhere",
  ],
  [
    "alerts to two pagers",
    data(({ alerts }) => ({ alerts: { ...alerts, notify: ["https://one.pager.example/x", "https://two.pager.example/x"] } })),
    "alerts/recipient-elsewhere",
  ],
  [
    "three senders in SPF",
    data(() => ({ spf: { alsoInclude: ["_spf.google.com", "mail.zendesk.com", "_spf.salesforce.com"] } })),
    "spf/sender-added",
  ],
  ["credentials replaced more often", data(() => ({ rotation: { everyDays: 30 } })), undefined],
  ["copies of the secrets in a second region", data(() => ({ secrets: { replicaRegion: "eu-central-1" } })), undefined],
  ["another sender address", data(({ sender }) => ({ sender: { ...sender, address: "hello@mail.example.com" } })), undefined],
  ["mail to a few recipients only", data(() => ({ recipients: { allow: ["example.com"] } })), "smtp-user-policy/stops-mail"],
  ["more failures before the alarm", data(({ alerts }) => ({ alerts: { ...alerts, failureRate: 0.2 } })), undefined],
  ["more sends a day", data(() => ({ limits: { sendsPerDay: 50_000 } })), undefined],
  ["the standby as primary", data(() => ({ sendingProviders: { primary: "ses", standby: "sendgrid" } })), undefined],
];

test.each(emergencies)("%s", (_, edit, expected) => {
  const plan = readPlanJson(recordedPlan("prod", ...edit));
  const findings = guard(plan, own.prod);
  expect(findings.map(({ id }) => id)).toEqual(expected === undefined ? [] : [expected]);
  const waivers = findings.map(({ id, where }) => ({ id, where, reason: "in a hurry" }));
  expect(isHeldBack(judgePlan(plan, { own: own.prod }))).toBe(expected !== undefined);
  expect(isHeldBack(judgePlan(plan, { own: own.prod, waivers }))).toBe(false);
});
