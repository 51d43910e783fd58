/** Destroying an environment, by the real terraform: held back first, then with a reason; what is left is found by listing everything. */
import { createAccessKey } from "../../adapters/aws/access-keys";
import { connectionsOf } from "../../cli/connections";
import { main } from "../../cli/main";
import type { World } from "../../cli/world";
import { functionsOf } from "../../declaration/events";
import { deadEventQueue, eventQueue, eventTable, functionLogGroup, functionName, webhookApi } from "../../declaration/names/events";
import { journalTable } from "../../declaration/names/journal";
import { roleKinds, roleName } from "../../declaration/names/roles";
import { adminSecret } from "../../declaration/names/secrets";
import { sesSmtpUser } from "../../declaration/names/ses";
import { type ExistingThing, isEvidence, ownerOf } from "../../rehearsal/leftovers";
import type { Destruction } from "../../workflows/destroy";
import { staging } from "../fixtures/environments/staging";
import type { RehearsedStaging } from "../worlds/rehearsed-staging";

const othersKey = "twinpost-staging-eu-2026-01-01T00:00:00.000Z";

const ofStaging = (things: ExistingThing[]): string[] =>
  things
    .filter(
      ({ what, scheduled }) =>
        !scheduled &&
        !isEvidence(what) &&
        ownerOf(what, [staging, { name: "staging-eu", sendingDomain: "mail.eu.example.net" }]) === "staging",
    )
    .map(({ what }) => what);
const missing = (from: ExistingThing[], to: ExistingThing[]): string[] =>
  from.map(({ what }) => what).filter((what) => !to.some((each) => each.what === what));

export function describeWhatDestroyLeaves({ stage }: RehearsedStaging): void {
  describe("destroying it", () => {
    let refused: { code: number; destruction: Destruction; gone: string[] };
    let destruction: Destruction;
    let before: ExistingThing[];
    let after: ExistingThing[];

    /** As whoever breaks the glass finds it: no token in the shell. */
    async function withoutTokens(): Promise<World> {
      const world = await stage().as("staging", "break-glass");
      const { CLOUDFLARE_API_TOKEN: _, SENDGRID_API_KEY: __, ...env } = world.env;
      return { ...world, env };
    }

    /** As an administrator does it once. */
    async function storeTokens(): Promise<void> {
      const inside = stage().inside("staging");
      const { secrets } = connectionsOf(inside).aws(staging);
      for (const [service, token] of [
        ["cloudflare", inside.env.CLOUDFLARE_API_TOKEN],
        ["sendgrid", inside.env.SENDGRID_API_KEY],
      ] as const)
        await secrets.putSecretValue({ SecretId: adminSecret("staging", service), SecretString: JSON.stringify({ token }) });
    }

    async function destroy(...words: string[]): Promise<{ code: number; destruction: Destruction }> {
      let json = "";
      const world = { ...(await withoutTokens()), stdout: { write: (text: string) => (json += text) }, stderr: { write: () => {} } };
      const code = await main(["destroy", "--env", "staging", "--json", ...words], world);
      return { code, destruction: JSON.parse(json) as Destruction };
    }

    beforeAll(async () => {
      await storeTokens();
      stage().sandbox().sendgrid.state.keys.create(othersKey);
      await createAccessKey(connectionsOf(stage().inside("staging")).aws(staging).iam, sesSmtpUser("staging"));

      before = await stage().effects.sandbox.inventory();
      const held = await destroy("--apply");
      refused = { ...held, gone: missing(before, await stage().effects.sandbox.inventory()) };
      destruction = (await destroy("--apply", "--force", "staging moves elsewhere")).destruction;
      after = await stage().effects.sandbox.inventory();
    });

    test("is held back without a reason, says what would be lost, and touches nothing", () => {
      expect(refused).toMatchObject({ code: 3, gone: [], destruction: { destroyed: false } });
      const families = new Set(refused.destruction.findings.map(({ id }) => id.split("/")[0]));
      expect([...families]).toEqual(expect.arrayContaining(["spf", "dmarc", "encryption-key", "secret"]));
    });

    test("leaves nothing behind but its environments at GitHub: no record, user, key, identity, alarm, topic, authentication or state", () => {
      expect(destruction.destroyed).toBe(true);
      expect(ofStaging(before).length).toBeGreaterThan(10);
      expect(ofStaging(before).join()).toContain("rule twinpost-staging-ses-credentials-age");
      const { account } = staging.aws;
      expect(ofStaging(before)).toEqual(
        expect.arrayContaining([
          `${account} table ${eventTable("staging")}`,
          `${account} queue ${eventQueue("staging")}`,
          `${account} queue ${deadEventQueue("staging")}`,
          `${account} log group ${functionLogGroup("staging", "webhook")}`,
          `${account} HTTP API ${webhookApi("staging")}`,
          `SendGrid event webhook ${webhookApi("staging")}`,
        ]),
      );
      // What bootstrap made is not Terraform's, and stays; so does the bucket. The roles are the account's.
      const atGithub = ["staging", "staging-rotate"].map((name) => `GitHub environment ${name} of market-edge/email`);
      const roleNames = [
        ...roleKinds.map((kind) => roleName("staging", kind)),
        ...functionsOf(staging).map((each) => functionName("staging", each)),
      ];
      const roles = roleNames.map((name) => `${account} role ${name}`);
      expect(ofStaging(after).sort()).toEqual([...roles, ...atGithub].sort());
    });

    test("takes nothing of anybody else", () => {
      expect(missing(before, after).filter((what) => !ofStaging(before).includes(what))).toEqual([]);
      expect(after.map(({ what }) => what)).toContain(`SendGrid API key ${othersKey}`);
    });

    test("says until when it stays of what is only scheduled, the secrets and both keys, and of the tables' backups", () => {
      const scheduled = after.filter((thing) => thing.scheduled).map(({ what }) => what.replace(/^\d+ /, ""));
      const backups = [eventTable("staging"), journalTable("staging")].map((table) => `backup of the table "${table}"`);
      expect(destruction.stays.flatMap(({ what, days }) => (days === 35 ? [what] : [])).sort()).toEqual(backups.sort());
      expect(scheduled.length).toBe(destruction.stays.length - backups.length);
      expect(scheduled).toEqual(
        expect.arrayContaining([
          "secret twinpost/staging/application",
          "key Twinpost staging: secrets and topics",
          "key Twinpost staging: digests of recipients' addresses",
        ]),
      );
      const until = new Date(Date.now() + 30 * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
      expect(destruction.stays).toContainEqual({ what: 'secret "twinpost/staging/application"', days: 30, until });
    });

    test("revokes every key, also one that no secret knows", () => {
      const kinds = destruction.keys.map(({ kind }) => kind).sort();
      expect(kinds.filter((kind) => kind.startsWith("SES"))).toHaveLength(2);
      expect(destruction.keys.map(({ name }) => name)).not.toContain(othersKey);
    });

    test("was done by the break-glass role, which was denied nothing", () => {
      const { entries, denied } = stage().sandbox().log;
      expect(entries.filter(({ operation, status }) => operation === "AssumeRole" && status === 200)).toHaveLength(1);
      expect([...denied].filter((each) => each.includes(roleName("staging", "break-glass")))).toEqual([]);
    });
  });
}
