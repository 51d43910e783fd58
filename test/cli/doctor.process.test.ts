/** `twinpost doctor` on the real stand-ins: says nothing wrong of a healthy environment, and names each fault that is planted in it, alone. */
import { sendgridAdministrationScopes } from "../../mail/providers/sendgrid";
import type { Diagnosis } from "../../workflows/doctor";
import { cloudflareOf } from "../declaration/cloudflare-of";
import { staging } from "../fixtures/environments/staging";
import { change, parked, useHealthyStaging } from "../worlds/healthy-staging";
import { faultsOfAws, faultsOfCloudflare, faultsOfSendgrid, faultsOfSes } from "./doctor/faults";
import { describeSubuser } from "./doctor/subuser";

jest.setTimeout(180_000);

const healthy = useHealthyStaging();
const { sandbox, diagnose, ask, ses, zoneOf, changeRecord } = healthy;
const { sendingDomain } = staging;
const { zoneId } = cloudflareOf(staging);
const idsOf = ({ findings }: Diagnosis): string[] => findings.map(({ id }) => id);

test("says nothing wrong of a healthy environment, and what it saw", async () => {
  const diagnosis = await diagnose();
  expect(diagnosis.findings).toEqual([]);
  expect(diagnosis.checks.map(({ id, outcome }) => `${id} ${outcome}`)).toEqual([
    "terraform ok",
    "aws-account ok",
    "state-bucket ok",
    "account-stack ok",
    "secret-copies not-yet",
    "sendgrid-key ok",
    "sendgrid-account ok",
    "sendgrid-plan ok",
    "sendgrid-domain ok",
    "ses-account ok",
    "ses-identity ok",
    "ses-user ok",
    "rotation-journal not-yet",
    "credentials not-yet",
    "tokens not-yet",
    "cloudflare-token ok",
    "cloudflare-zone ok",
    "cloudflare-dns ok",
    "delegation ok",
    "reply-to ok",
    "report-mailbox ok",
  ]);
  expect(diagnosis.leadTimes.map(({ done }) => done)).toEqual([true, true, true, true, true, true, undefined, true]);
  expect(sandbox().log.unknown).toEqual(new Set());
});

test("prints it with exit code 0, and changes nothing", async () => {
  const records = JSON.stringify([...(sandbox().cloudflare.state.zones.get(zoneId)?.records.values() ?? [])]);
  const { code, stdout } = await ask("doctor", "--env", "staging");
  expect(code).toBe(0);
  expect(stdout).toMatch(/^SES account +ok +production access, HEALTHY, 50000 a day, 50\/s$/m);
  expect(stdout).toContain("staging: ready");
  expect(JSON.stringify([...(sandbox().cloudflare.state.zones.get(zoneId)?.records.values() ?? [])])).toBe(records);
});

test.each([...faultsOfAws(healthy), ...faultsOfSes(healthy), ...faultsOfSendgrid(healthy), ...faultsOfCloudflare(healthy)])(
  "finds %s, and nothing else",
  async (_, plant, id, what) => {
    const mend = await plant();
    const diagnosis = await diagnose();
    await mend();
    expect(diagnosis.findings).toMatchObject([{ id, what: expect.stringMatching(what), remedy: expect.stringMatching(/\w{3}/) }]);
  },
);

test("finds mailboxes that cannot receive: no MX, a null MX", async () => {
  const mx = changeRecord("example.net", "MX");
  const none = await diagnose();
  mx();
  const nullMx = changeRecord("example.net", "MX", { target: ".", priority: 0 });
  const refusing = await diagnose();
  nullMx();
  expect(idsOf(none)).toEqual(["doctor/reply-to", "doctor/report-mailbox"]);
  expect(none.findings[0]?.what).toContain("neither an MX nor an address record");
  expect(idsOf(refusing)).toEqual(["doctor/reply-to", "doctor/report-mailbox"]);
  expect(refusing.findings[0]?.what).toContain("null MX");
});

test("finds a foreign report mailbox that has not agreed, until it does", async () => {
  const environment = { ...staging, dmarc: { ...staging.dmarc, reportTo: ["reports@example.org" as const] } };
  expect(idsOf(await diagnose(environment))).toEqual(["doctor/report-consent"]);
  const name = `${sendingDomain}._report._dmarc.example.org`;
  zoneOf(name).set("consent", { name, ttl: 300, type: "TXT", strings: ["v=DMARC1"] });
  expect(idsOf(await diagnose(environment))).toEqual([]);
});

describeSubuser(healthy);

describe("finds tokens that do not do:", () => {
  test("a SendGrid key with too few scopes, named", async () => {
    const [first, ...others] = sendgridAdministrationScopes;
    const diagnosis = await diagnose(staging, { SENDGRID_API_KEY: sandbox().sendgrid.issueKey(others) });
    expect(diagnosis.findings).toMatchObject([{ id: "doctor/sendgrid-scopes", what: expect.stringContaining(`scopes: ${first}`) }]);
  });

  test("a SendGrid key that is revoked; what needs it is not asked", async () => {
    const { checks, ...diagnosis } = await diagnose(staging, { SENDGRID_API_KEY: "SG.revoked" });
    expect(idsOf({ checks, ...diagnosis })).toEqual(["doctor/sendgrid-key-unknown"]);
    expect(checks.filter(({ outcome }) => outcome === "skipped").map(({ id }) => id)).toEqual([
      "sendgrid-account",
      "sendgrid-plan",
      "sendgrid-domain",
    ]);
  });

  test.each([
    ["an unknown Cloudflare token", () => "x".repeat(40), "doctor/cloudflare-token"],
    ["an expired one", () => sandbox().cloudflare.issueToken(["dns:write"], { expired: true }), "doctor/cloudflare-token"],
    [
      "one for another zone",
      () => sandbox().cloudflare.issueToken(["dns:write"], { zones: [parked.name] }),
      "doctor/cloudflare-zone-unknown",
    ],
    ["one that only reads", () => sandbox().cloudflare.issueToken(["dns:read"]), "doctor/cloudflare-dns"],
    ["none", () => "", "doctor/cloudflare-token-unknown"],
  ])("%s", async (_, token, id) => {
    expect(idsOf(await diagnose(staging, { CLOUDFLARE_API_TOKEN: token() }))).toEqual([id]);
  });

  test("a login to another AWS account; what lies in it is not asked", async () => {
    const { checks, ...diagnosis } = await diagnose({ ...staging, aws: { ...staging.aws, account: "999999999999" } });
    expect(idsOf({ checks, ...diagnosis })).toEqual(["doctor/aws-account"]);
    expect(checks.filter(({ outcome }) => outcome === "skipped").map(({ id }) => id)).toEqual([
      "state-bucket",
      "account-stack",
      "secret-copies",
      "ses-account",
      "ses-identity",
      "ses-user",
      "rotation-journal",
      "credentials",
      "tokens",
    ]);
  });
});

test("a fault ends the verb with exit code 1", async () => {
  const mend = change(ses(), { productionAccess: false });
  const { code, stdout } = await ask("doctor", "--env", "staging", "--json");
  mend();
  expect(code).toBe(1);
  expect(idsOf(JSON.parse(stdout) as Diagnosis)).toEqual(["doctor/ses-sandbox"]);
});
