/** At least one wrong value for every field that there is: a new field is red here until somebody has tried what it refuses. */

import { checkData, checkEnvironment, faultText, type ValueFault } from "../../declaration/check";
import { brokenOrganisationRelations } from "../../declaration/relations/organisation";
import { valueAt } from "../../declaration/relations/relations";
import { accountSchema } from "../../declaration/schema/account";
import { environmentSchema } from "../../declaration/schema/environment";
import { type Field, fieldsOf } from "../../declaration/schema/fields";
import { organisationSchema } from "../../declaration/schema/organisation";
import { staging } from "../fixtures/environments/staging";
import {
  boundToProviders,
  completeAccount,
  completeCaptureEnvironment,
  completeElsewhereEnvironment,
  completeElsewhereOrganisation,
  completeEnvironment,
  completeOrganisation,
  isOfCapture,
  keysOf,
  put,
} from "./complete";

/** Where, and what stands there instead; undefined: it is missing. */
type Wrong = [path: string, value: unknown];

const file = "environments/staging.ts";
const faultsOfEnvironment = (value: unknown): ValueFault[] => {
  const checked = checkEnvironment(file, value);
  return "faults" in checked ? checked.faults : [];
};
const faultsOfAccount = (value: unknown): ValueFault[] => {
  const checked = checkData({ file, value, schema: accountSchema });
  return "faults" in checked ? checked.faults : [];
};
const faultsOfOrganisation = (value: unknown): ValueFault[] => {
  const checked = checkData({ file, value, schema: organisationSchema, broken: brokenOrganisationRelations(value) });
  return "faults" in checked ? checked.faults : [];
};

const ofEnvironment: Wrong[] = [
  ["name", "Staging"],
  ["name", "s"],
  ["name", "9lives"],
  ["name", "a-name-of-17-chars"],
  ["name", "staging\n"],
  ["aws", "111122223333"],
  ["aws.account", "1111-2222-3333"],
  ["aws.account", "111122223333\n"],
  ["aws.region", "eu-west"],
  ["aws.region", "eu-west-1a"],
  ["secretReaders", "arn:aws:iam::111122223333:role/market-edge-backend"],
  ["secretReaders[0]", "arn:aws:iam::111122223333:root"],
  ["secretReaders[0]", "*"],
  ["secrets", "eu-central-1"],
  ["secrets.replicaRegion", "frankfurt"],
  ["secrets.replicaRegion", staging.aws.region],
  ["dns", null],
  ["dns.host", "elsewhere"],
  ["dns.host", undefined],
  ["dns.zone", "example"],
  ["dns.zone", "https://example.net"],
  ["dns.zone", "example.net\n"],
  ["dns.zoneId", "0D4F3E6A8B1C4D5E9F70213243546576"],
  ["dns.zoneId", "0d4f3e6a"],
  ["sendingDomain", "mail.staging.Example.net"],
  ["sendingDomain", "mail staging.example.net"],
  ["sendingDomain", `${"a".repeat(64)}.example.net`],
  // Ends as the zone does, but is somebody else's.
  ["sendingDomain", "mailexample.net"],
  ["sender", []],
  ["sender.address", "invitations"],
  ["sender.address", "Market Edge <invitations@mail.staging.example.net>"],
  ["sender.address", "a@b@mail.staging.example.net"],
  ["sender.address", "invitations@notmail.staging.example.net"],
  ["sender.name", ""],
  ["sender.name", "x".repeat(65)],
  ["sender.name", "Market\u0000Edge"],
  ["sender.replyTo", "support@"],
  ["sender.replyTo", ".support@example.net"],
  ["frontendUrl", "https:app.staging.example.net"],
  ["frontendUrl", "https:/app.staging.example.net"],
  ["frontendUrl", "https://app.staging.example.net\n"],
  ["frontendUrl", " https://app.staging.example.net"],
  ["frontendUrl", "https://user:secret@app.staging.example.net"],
  ["frontendUrl", "https://user@app.staging.example.net"],
  ["frontendUrl", "https://@app.staging.example.net"],
  ["frontendUrl", "https://app.staging.example.net/"],
  ["frontendUrl", "https://app.staging.example.net/app?from=mail"],
  ["frontendUrl", "https://app.staging.example.net/app?"],
  ["frontendUrl", "https://app.staging.example.net/app#invite"],
  ["frontendUrl", "https://App.staging.example.net"],
  ["frontendUrl", "https://app.staging.example.net:443"],
  ["frontendUrl", "https://app.staging.example.net/a b"],
  ["frontendUrl", "https://"],
  ["frontendUrl", "javascript:alert(1)"],
  ["sendingProviders", ["sendgrid"]],
  ["sendingProviders.primary", "mailgun"],
  ["sendingProviders.primary", undefined],
  ["sendingProviders.standby", "none"],
  ["spf", "v=spf1 ~all"],
  ["spf.alsoInclude", undefined],
  ["spf.alsoInclude[0]", "include:_spf.example.org"],
  ["spf.alsoAllow", "ip4:192.0.2.1"],
  ["spf.alsoAllow[0]", "ip4:192.0.2"],
  ["spf.alsoAllow[0]", "all"],
  ["spf.alsoAllow[0]", "+a"],
  ["spf.alsoAllow[0]", "ip4:999.1.1.1"],
  ["spf.alsoAllow[0]", "ip4:192.0.2.0/99"],
  ["spf.alsoAllow[0]", "ip4:0.0.0.0/0"],
  ["spf.alsoAllow[0]", "ip6:::::::"],
  ["spf.alsoAllow[0]", "a:localhost"],
  ["spf.alsoAllow[0]", "a:relay.example.com/24/64"],
  ["spf.alsoAllow[0]", "mx/0"],
  ["spf.alsoAllow[0]", "exists:foo"],
  ["spf.alsoAllow[0]", "ip4:192.0.2.1 ip4:192.0.2.2"],
  ["spf.all", "?all"],
  ["dmarc", "v=DMARC1; p=none"],
  ["dmarc.policy", "Reject"],
  ["dmarc.sp", ""],
  ["dmarc.np", false],
  ["dmarc.reportTo", "dmarc-reports@example.net"],
  ["dmarc.reportTo[0]", "mailto:dmarc-reports@example.net"],
  ["dmarc.failureReportTo", {}],
  ["dmarc.failureReportTo[0]", '"dmarc failures"@example.net'],
  ["tlsRpt", []],
  ["tlsRpt.reportTo", []],
  ["tlsRpt.reportTo[0]", "https://user:secret@reports.example.net/tls"],
  ["tlsRpt.reportTo[0]", "https:reports.example.net"],
  ["parkedNames", "unused.mail.staging.example.net"],
  ["parkedNames[0]", "unused"],
  ["parkedNames[0]", "unusedmail.staging.example.net"],
  ["parkedNames[0]", "_dmarc.mail.staging.example.net"],
  ["parkedNames[0]", "bounce.mail.staging.example.net"],
  ["parkedNames[0]", "x.em.mail.staging.example.net"],
  ["mx", { host: "mx.example.net", priority: 10 }],
  ["mx[0]", "10 mx.example.net"],
  ["mx[0].host", "mx.example.net."],
  ["mx[0].priority", "10"],
  ["mx[0].priority", -1],
  ["ses", "dkim.amazonses.com"],
  ["ses.signingZone", "DKIM.amazonses.com"],
  ["sendgrid", "eu"],
  ["sendgrid.region", "EU"],
  ["sendgrid.region", "us"],
  ["sendgrid.subuser", "market edge"],
  ["sendgrid.subuser", ""],
  ["sendgrid.subuser", undefined],
  ["sendgrid.ip", true],
  ["sendgrid.ip", "shared"],
  ["sendgrid.lowVolumeReason", "yes"],
  ["sendgrid.lowVolumeReason", "it is\nkept warm"],
  ["sendgrid.lowVolumeReason", undefined],
  ["sendgrid.unsubscribeGroup", "Product news"],
  ["sendgrid.unsubscribeGroup.name", ""],
  ["sendgrid.unsubscribeGroup.name", "x".repeat(31)],
  ["sendgrid.unsubscribeGroup.name", " Product news"],
  ["sendgrid.unsubscribeGroup.description", "x".repeat(101)],
  ["sendgrid.unsubscribeGroup.description", undefined],
  ["sendgrid.linkBranding", "links"],
  ["sendgrid.linkBranding.subdomain", "Links"],
  ["sendgrid.linkBranding.subdomain", "links.mail"],
  ["sendgrid.linkBranding.subdomain", "_links"],
  ["sendgrid.linkBranding.subdomain", "4711"],
  ["sendgrid.linkBranding.subdomain", "em"],
  ["sendgrid.linkBranding.subdomain", "bounce"],
  ["sendgrid.linkBranding.subdomain", "unused"],
  ["recipients", ["example.net"]],
  ["recipients.allow", []],
  ["recipients.allow[0]", "*@example.net"],
  ["recipients.allow[0]", "net"],
  ["recipients.unenforced", "sendgrid"],
  ["recipients.unenforced.sendgrid", "yes"],
  ["recipients.unenforced.sendgrid", ""],
  ["review", ["@ada"]],
  ["review.reviewers", []],
  ["review.reviewers", ["@a", "@b", "@c", "@d", "@e", "@f", "@g"]],
  ["review.reviewers", "@ada"],
  ["review.reviewers[0]", "ada"],
  ["review.reviewers[0]", "@ada--lovelace"],
  ["review.reviewers[0]", "@market-edge/Platform Team"],
  ["review.selfReview", true],
  ["review.waitMinutes", 43_201],
  ["review.waitMinutes", 0.5],
  ["alerts", undefined],
  ["alerts.notify", "on-call@example.net"],
  ["alerts.notify[0]", "on-call"],
  ["alerts.notify[0]", "http://hooks.example.net/alerts"],
  ["alerts.notify[0]", "https://user:secret@hooks.example.net"],
  ["alerts.notify[0]", "https:hooks.example.net"],
  ["alerts.failureRate", 0],
  ["alerts.failureRate", Number.NaN],
  ["alerts.failureRate", 0.51],
  ["limits", 1000],
  ["limits.sendsPerDay", 0],
  ["limits.sendsPerDay", 0.5],
  ["limits.sendsPerDay", Number.POSITIVE_INFINITY],
  ["limits.sendsPerDay", 1000n],
  ["rotation", 90],
  ["rotation.everyDays", 0],
  ["rotation.everyDays", 366],
  ["rotation.everyDays", 1.5],
  ["rotation.everyDays", "90"],
  ["capacity", {}],
  ["capacity.perMonth", -1],
  ["capacity.atOnce", "1000"],
  ["capacity.withinSeconds", 0.5],
  ["capacity.withinSeconds", undefined],
  ["seedMailboxes", { gmail: "seed@gmail.com" }],
  ["seedMailboxes[0]", "seed@gmail"],
  ["dmarc.reportTo[0]", "dmarc"],
  ["dmarc.reportTo", []],
  ["aws.account", 111122223333],
  ["secretReaders[0]", "arn:aws:iam::111122223333:role/*"],
  ["dmarc.policy", "monitor"],
  ["recipients.allow[0]", "*@gmail.com"],
  ["frontendUrl", "http://app.staging.example.net"],
  ["alerts.notify", []],
  ["alerts.notify[0]", "https://hooks.example.com/alerts?token=abc"],
  ["alerts.failureRate", 5],
  ["limits.sendsPerDay", "1000"],
  ["sender.name", "Market Edge\r\nBcc: everyone@example.org"],
  ["capacity.atOnce", 0],
  ["capacity.perMonth", "10k"],
  ["spf.alsoAllow[0]", "ptr"],
  ["spf.all", "+all"],
  ["dmarc.sp", "strict"],
  ["dmarc.np", "drop"],
  ["dmarc.failureReportTo[0]", "mailto:a@example.net "],
  ["tlsRpt.reportTo[0]", "http://tls.example.net"],
  ["mx[0].host", "192.0.2.1"],
  ["mx[0].priority", 70000],
  ["ses.signingZone", "dkim"],
  ["seedMailboxes", []],
];

const ofCapture: Wrong[] = [
  ["capture", "localhost:1025"],
  ["capture", undefined],
  ["capture.host", "http://localhost"],
  ["capture.host", "localhost\n"],
  ["capture.port", 0],
  ["capture.port", "1025"],
  ["capture.api", "localhost:8025"],
  ["capture.api", "http://localhost:8025/"],
  ["capture.api", "http://user:secret@localhost:8025"],
  ["capture.port", 70000],
];

const ofDnsByHand: Wrong[] = [
  ["dns", "example.net"],
  ["dns.host", "by hand"],
  ["dns.zone", "example.net."],
  ["dns.zone", undefined],
  ["dns.zoneId", "0d4f3e6a8b1c4d5e9f70213243546576"],
];

const ofAccount: Wrong[] = [
  ["id", 111122223333],
  ["region", "Ireland"],
  ["github", "market-edge/email"],
  ["github.owner", "market--edge"],
  ["github.ownerId", "market-edge"],
  ["github.ownerId", "0"],
  ["github.name", "email repository"],
  ["github.repositoryId", 506070809],
  ["github.branch", "*"],
  ["github.branch", undefined],
  ["github.legacyOidcSubjects", "true"],
  ["sendgrid", "market-edge"],
  ["sendgrid.username", ""],
  ["sendgrid.username", "market edge"],
  ["sendgrid.ownsSettings", "true"],
  ["administrators", "arn:aws:iam::111122223333:user/ada"],
  ["administrators[0]", "arn:aws:iam::111122223333:role/ada"],
];

const ofOrganisation: Wrong[] = [
  ["aws", undefined],
  ["aws.account", "4444"],
  ["aws.region", ""],
  ["review", "@ada"],
  ["review.reviewers", []],
  ["review.reviewers[0]", "ada"],
  ["review.selfReview", "sometimes"],
  ["review.waitMinutes", -1],
  ["domains", {}],
  ["domains[0]", "example.com"],
  ["domains[0].dns", "example.com"],
  ["domains[0].dns.host", "elsewhere"],
  ["domains[0].dns.zone", "com"],
  ["domains[0].dns.zoneId", ""],
  ["domains[0].spf", undefined],
  ["domains[0].spf.alsoInclude", null],
  ["domains[0].spf.alsoInclude[0]", "*.example.org"],
  ["domains[0].spf.alsoAllow", true],
  ["domains[0].spf.alsoAllow[0]", "redirect=example.org"],
  ["domains[0].spf.all", "all"],
  ["domains[0].dmarc", null],
  ["domains[0].dmarc.policy", "none "],
  ["domains[0].dmarc.sp", "NONE"],
  ["domains[0].dmarc.np", 1],
  ["domains[0].dmarc.reportTo", []],
  ["domains[0].dmarc.reportTo[0]", "example.com"],
  ["domains[0].dmarc.failureReportTo", ""],
  ["domains[0].dmarc.failureReportTo[0]", "@example.com"],
  ["domains[0].dmarc.evidence", " ".repeat(30)],
  ["domains[0].dmarc.evidence", "aggregate reports of 2026-10:\nevery sender aligned"],
  ["domains[0].tlsRpt", "tls-reports@example.com"],
  ["domains[0].tlsRpt.reportTo", "tls-reports@example.com"],
  ["domains[0].tlsRpt.reportTo[0]", "mailto:tls-reports@example.com"],
  ["domains[0].parkedNames", "old.example.com"],
  ["domains[0].parkedNames[0]", "oldexample.com"],
];

/** Where a person publishes there is no id of a zone. */
const isOfDns = ({ path }: Field): boolean => /(^|\.)dns(\.(host|zone))?$/.test(path);

const schemas: [name: string, fields: Field[], wrong: Wrong[], complete: () => object, faultsOf: (value: unknown) => ValueFault[]][] = [
  [
    "an environment",
    fieldsOf(environmentSchema).filter(({ path }) => !isOfCapture(path)),
    ofEnvironment,
    completeEnvironment,
    faultsOfEnvironment,
  ],
  [
    "a capture environment",
    fieldsOf(environmentSchema).filter(({ path }) => isOfCapture(path)),
    ofCapture,
    completeCaptureEnvironment,
    faultsOfEnvironment,
  ],
  [
    "an environment whose DNS is published by hand",
    fieldsOf(environmentSchema).filter(isOfDns),
    ofDnsByHand,
    completeElsewhereEnvironment,
    faultsOfEnvironment,
  ],
  ["an account", fieldsOf(accountSchema), ofAccount, completeAccount, faultsOfAccount],
  ["the organisation", fieldsOf(organisationSchema), ofOrganisation, completeOrganisation, faultsOfOrganisation],
  [
    "an organisation whose DNS is published by hand",
    fieldsOf(organisationSchema).filter(isOfDns),
    ofDnsByHand.map(([path, value]): Wrong => [`domains[0].${path}`, value]),
    completeElsewhereOrganisation,
    faultsOfOrganisation,
  ],
];

describe.each(schemas)("%s", (_, fields, wrong, complete, faultsOf) => {
  test("is right as it is, and has every field in it", () => {
    expect(faultsOf(complete()).map(faultText)).toEqual([]);
    expect(fields.filter(({ path }) => valueAt(complete(), keysOf(path)) === undefined)).toEqual([]);
  });

  test("has a wrong value for every field", () => {
    const tried = new Set(wrong.map(([path]) => path.replaceAll(/\[\d+\]/g, "[]")));
    expect(fields.map(({ path }) => path).filter((path) => !tried.has(path))).toEqual([]);
  });

  test.each(wrong)("refuses at %s: %p", (path, value) => {
    const faults = faultsOf(put(complete(), path, value));
    const about = faults.filter((fault) => fault.path === path || fault.path.startsWith(`${path}.`));
    expect(about).not.toEqual([]);
    for (const fault of faults) expect(faultText(fault)).toMatch(/^environments\/staging\.ts: .+, got .+, expected .+\n {2}\S.*$/);
    for (const { got } of about.filter((fault) => fault.path === path)) expect(got).toEqual(value);
  });

  test("meets a missing field with its place", () => {
    const required = fields.filter(({ path, optional }) => !optional && !path.endsWith("[]"));
    const told = required.map(({ path }) => faultsOf(put(complete(), path, undefined)).map((fault) => fault.path));
    expect(told).toEqual(required.map(({ path }) => expect.arrayContaining([path.replaceAll("[]", "[0]")])));
  });

  test("does without what may be left out", () => {
    const optional = fields.filter((field) => field.optional && !boundToProviders.includes(field.path)).map(({ path }) => path);
    expect(optional.map((path) => faultsOf(put(complete(), path, undefined)).map(faultText))).toEqual(optional.map(() => []));
  });
});
