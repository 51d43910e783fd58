/** At least one wrong value for every field that there is: a new field is red here until somebody has tried what it refuses. */

import { checkData, checkEnvironment, faultText, type ValueFault } from "../../declaration/check";
import { brokenOrganisationRelations } from "../../declaration/relations/organisation";
import { valueAt } from "../../declaration/relations/relations";
import { accountSchema } from "../../declaration/schema/account";
import { environmentSchema } from "../../declaration/schema/environment";
import { type Field, fieldsOf } from "../../declaration/schema/fields";
import { organisationSchema } from "../../declaration/schema/organisation";
import {
  boundToProviders,
  completeAccount,
  completeCaptureEnvironment,
  completeElsewhereEnvironment,
  completeElsewhereOrganisation,
  completeEnvironment,
  completeOrganisation,
  completeWebhookEnvironment,
  isOfCapture,
  isOfWebhook,
  keysOf,
  put,
} from "./complete";
import { type Wrong, wrongInEnvironments } from "./wrong-environments";

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

const ofWebhook: Wrong[] = [
  ["consumers[0].kind", undefined],
  ["consumers[0].url", "http://app.staging.example.net/settings"],
  ["consumers[0].url", "https://app.staging.example.net/settings?token=abc"],
  ["consumers[0].url", "https://user:secret@app.staging.example.net/settings"],
  ["consumers[0].url", undefined],
  ["consumers[0].cluster", "market-edge"],
  ["consumers[0].rolloutMinutes", 0],
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
    fieldsOf(environmentSchema).filter(({ path }) => !isOfCapture(path) && !isOfWebhook(path)),
    wrongInEnvironments,
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
    "an environment whose consumer is called",
    fieldsOf(environmentSchema).filter(({ path }) => isOfWebhook(path)),
    ofWebhook,
    completeWebhookEnvironment,
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
    for (const fault of faults) expect(faultText(fault)).toMatch(/^environments\/staging\.ts: .+, got .+, expected .+\n {2}\S.*$/s);
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
