/** What the doctor says of an environment that sends through a subuser of its own, from before the subuser is made. */
import type { Environment } from "../../../declaration/schema/environment";
import { sendgridAdministrationScopes } from "../../../mail/providers/sendgrid";
import type { Diagnosis } from "../../../workflows/doctor";
import { staging } from "../../fixtures/environments/staging";
import { change, type HealthyStaging } from "../../worlds/healthy-staging";

export function describeSubuser(healthy: HealthyStaging): void {
  const { sandbox, diagnose, validateSendgrid } = healthy;

  describe("an environment that sends through a subuser in the EU", () => {
    const environment: Environment = {
      ...staging,
      sendgrid: {
        region: "eu",
        subuser: "market-edge-eu",
        lowVolumeReason: "Billing keeps it warm.",
        unsubscribeGroup: { name: "News", description: "New" },
      },
    };
    const subuser = () => healthy.subuser("market-edge-eu");
    const idsAndSkipped = ({ findings, checks }: Diagnosis) => [
      ...findings.map(({ id }) => id),
      ...checks.filter(({ outcome }) => outcome === "skipped").map(({ id }) => `${id} skipped`),
    ];

    test("wants the subuser to be made first, in that region, and asks nothing in its name before", async () => {
      const missing = await diagnose(environment);
      expect(idsAndSkipped(missing)).toEqual(["doctor/sendgrid-subuser", "sendgrid-account skipped", "sendgrid-domain skipped"]);
      expect(missing.findings[0]).toMatchObject({
        what: 'the account has no subuser "market-edge-eu"',
        remedy: expect.stringContaining("a Pro plan"),
      });

      sandbox().sendgrid.state.addSubuser("market-edge-eu", "global");
      const elsewhere = await diagnose(environment);
      expect(idsAndSkipped(elsewhere)).toEqual(["doctor/sendgrid-subuser", "sendgrid-account skipped", "sendgrid-domain skipped"]);
      expect(elsewhere.findings[0]?.what).toBe('the subuser "market-edge-eu" is in the region global, expected eu');
    });

    test("is asked about in its own name: its domain, and its settings, which the environment's stack declares", async () => {
      sandbox().sendgrid.state.addSubuser("market-edge-eu", "eu");
      const fresh = await diagnose(environment);
      expect(fresh.findings).toMatchObject([
        {
          id: "doctor/sendgrid-settings",
          where: "the SendGrid subuser",
          remedy: expect.stringContaining("twinpost apply --env staging --apply"),
        },
      ]);
      expect(fresh.checks.find(({ id }) => id === "sendgrid-domain")?.outcome).toBe("not-yet");

      Object.assign(subuser().enforcedTls, { require_tls: true, version: 1.2 });
      subuser().clickTracking.enabled = false;
      await validateSendgrid({ baseUrl: sandbox().sendgrid.euUrl, subuser: "market-edge-eu" }, "eu");
      const { findings, checks, leadTimes } = await diagnose(environment);
      expect(findings).toEqual([]);
      expect(leadTimes).toContainEqual({ what: "SendGrid subuser", takes: expect.stringContaining("one a month"), done: true });
      expect(checks.filter(({ id }) => id.startsWith("sendgrid")).map(({ id, saw }) => `${id}: ${saw}`)).toEqual([
        expect.stringMatching(/^sendgrid-key: \d+ scopes/),
        "sendgrid-subuser: market-edge-eu, eu",
        expect.stringContaining("market-edge-test, TLS required"),
        expect.stringContaining("paid"),
        "sendgrid-domain: authenticated",
      ]);
    });

    test("does not take the subuser's own key for the account's", async () => {
      const own = sandbox().sendgrid.state.addSubuser("market-edge-own", "global");
      const { secret } = own.keys.create("own");
      const sendgrid = { subuser: "market-edge-own", lowVolumeReason: "Billing keeps it warm." };
      const diagnosis = await diagnose({ ...staging, sendgrid }, { SENDGRID_API_KEY: secret });
      expect(idsAndSkipped(diagnosis)).toEqual(["doctor/sendgrid-subuser", "sendgrid-account skipped", "sendgrid-domain skipped"]);
      expect(diagnosis.findings[0]?.what).toBe('the key belongs to the subuser "market-edge-own" itself');
    });

    test("cannot send while the subuser is disabled", async () => {
      const mend = change(subuser(), { disabled: true });
      expect((await diagnose(environment)).findings).toMatchObject([
        { id: "doctor/sendgrid-subuser", what: expect.stringContaining("is disabled") },
      ]);
      mend();
    });

    test("is told what a trial has not", async () => {
      const mend = change(sandbox().sendgrid.state.plan, { type: "free" });
      const { findings } = await diagnose(environment);
      mend();
      expect(findings).toMatchObject([{ id: "doctor/sendgrid-plan", what: expect.stringContaining("subusers") }]);
    });

    test("needs a key that may read subusers and make groups", async () => {
      const key = sandbox().sendgrid.issueKey([...sendgridAdministrationScopes, "subusers.read"]);
      expect((await diagnose(environment, { SENDGRID_API_KEY: key })).findings).toMatchObject([
        {
          id: "doctor/sendgrid-scopes",
          what: expect.stringContaining("asm.groups.create, asm.groups.read, asm.groups.update, asm.groups.delete"),
        },
      ]);
    });
  });
}
