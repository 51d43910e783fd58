/** Each way in which mail can break, one at a time, on a rehearsed sandbox: it is noticed, and once it is mended all is well again. */
import type { GuardedPlan } from "../../changes/guard";
import { connectionsOf } from "../../cli/connections";
import { readSendingCredentials } from "../../wiring/credentials";
import type { Delivery } from "../../workflows/seed-test";
import { staging } from "../fixtures/environments/staging";
import type { RehearsedStaging } from "../worlds/rehearsed-staging";

const shortcomings = (deliveries: Delivery[], provider: string): string[][] =>
  deliveries.filter((each) => each.provider === provider).map((each) => each.shortcomings);

export function describeWhatBreaks({ stage, verified, delivered, exitCode, changeRecord, submit }: RehearsedStaging): void {
  describe("what breaks mail is noticed:", () => {
    /** The sandbox signs no zone. */
    const unsigned = { id: "dns/not-signed", severity: "info" };

    /** Changes the sandbox's DNS behind everybody's back, and gives back what was there. */
    const zoneRecord = (name: string, type: string) => {
      const zone = stage().sandbox().zones.zoneOf(name);
      const entry = zone?.entries().find(([, record]) => record.name === name && record.type === type);
      if (!zone || !entry) throw new Error(`the sandbox has no ${type} record at ${name}`);
      const [id, record] = entry;
      return { zone, id, record };
    };

    test("a DNS record deleted after the apply", async () => {
      const name = `s1._domainkey.${staging.sendingDomain}`;
      const { zone, id, record } = zoneRecord(name, "CNAME");
      zone.delete(id);
      const [{ findings }, code] = [await verified(), await exitCode("verify", "--timeout", "1")];
      zone.set(id, record);
      expect(code).toBe(1);
      expect(await exitCode("verify", "--timeout", "20")).toBe(0);
      expect(findings).toMatchObject([{ id: "dns/record-missing", where: `${name} CNAME` }, unsigned]);
      expect((await verified(20)).findings).toMatchObject([unsigned]);
    });

    test("a DKIM key changed in the provider's zone", async () => {
      const alias = zoneRecord(`s1._domainkey.${staging.sendingDomain}`, "CNAME").record;
      const { zone, id, record } = zoneRecord(alias.type === "CNAME" ? alias.target : "", "TXT");
      const other = zoneRecord("smtpapi._domainkey.sendgrid.net", "TXT").record;
      zone.set(id, { ...other, name: record.name });
      const [deliveries, code] = [await delivered(), await exitCode("seed-test", "--timeout", "20")];
      zone.set(id, record);
      expect(code).toBe(1);
      for (const each of shortcomings(deliveries, "sendgrid"))
        expect(each).toEqual([`no DKIM signature of ${staging.sendingDomain} passes`]);
      for (const each of shortcomings(deliveries, "ses")) expect(each).toEqual([]);
    });

    test("the SPF include removed from a return path", async () => {
      const { zone, id, record } = zoneRecord(`bounce.${staging.sendingDomain}`, "TXT");
      zone.set(id, { name: record.name, ttl: record.ttl, type: "TXT", strings: ["v=spf1 ~all"] });
      const [{ findings }, deliveries] = [await verified(), await delivered()];
      zone.set(id, record);
      expect(findings).toMatchObject([{ id: "dns/record-differs", where: `bounce.${staging.sendingDomain} TXT` }, unsigned]);
      for (const each of shortcomings(deliveries, "ses")) expect(each).toContainEqual(expect.stringMatching(/^SPF /));
    });

    test("a plan that would weaken DMARC, which somebody had raised at Cloudflare by hand", async () => {
      const raised = await changeRecord("_dmarc", (content) => content.replace("p=quarantine", "p=reject"));
      const { findings } = (await stage().effects.user.verb("staging", "plan")) as GuardedPlan;
      const applied = stage().effects.user.verb("staging", "apply", "--apply");
      await expect(applied).rejects.toThrow("the safety gate holds back the plan that is kept");
      await raised.undo();
      expect(findings).toMatchObject([{ id: "dmarc/policy-weakened", where: "cloudflare_dns_record.dns_dmarc" }]);
      expect(findings[0]?.what).toContain("p=reject -> p=quarantine");
    });

    test("a wrong SMTP password", async () => {
      const credentials = await readSendingCredentials(staging, "ses", connectionsOf(stage().inside("staging")));
      await expect(submit("ses", { password: `${credentials?.password}x` })).rejects.toMatchObject({ code: 535, phase: "auth" });
    });

    test("a From address that the IAM policy forbids", async () => {
      await expect(submit("ses", { from: `ceo@${staging.sendingDomain}` })).rejects.toMatchObject({
        code: 554,
        reply: expect.stringContaining("not authorized"),
      });
    });

    test("a stranger among the recipients, whom the IAM policy forbids too, while listed ones are let through", async () => {
      for (const to of ["stranger@gmail.com", "twinpost-seed@gmail.com.evil.example"]) {
        await expect(submit("ses", { to })).rejects.toMatchObject({ code: 554, reply: expect.stringContaining("not authorized") });
      }
      await expect(submit("ses", { to: "twinpost-seed@gmail.com" })).resolves.toMatchObject({ tlsVersion: "TLSv1.3" });
    });

    test("a receiver that offers no TLS gets nothing", async () => {
      const gmail = stage()
        .sandbox()
        .receivers.receivers.find(({ name }) => name === "gmail");
      gmail?.setStartTls(false);
      const deliveries = await delivered(6);
      gmail?.setStartTls(true);
      const late = deliveries.filter(({ shortcomings: [first] }) => first?.startsWith("did not arrive"));
      expect(late.map(({ provider, recipient }) => `${provider} ${recipient.split("@")[1]}`)).toEqual([
        "sendgrid gmail.com",
        "ses gmail.com",
      ]);
    });

    test("one byte changed on the way", async () => {
      const flip = (message: Buffer): Buffer =>
        Buffer.from(message.toString("latin1").replace("Accept the invitation", "Accept the invitatiom"), "latin1");
      stage().sandbox().sesSubmissions.get(staging.aws.region)?.tamper(flip);
      const deliveries = await delivered();
      stage().sandbox().sesSubmissions.get(staging.aws.region)?.tamper(undefined);
      for (const each of shortcomings(deliveries, "ses")) expect(each).toContain(`no DKIM signature of ${staging.sendingDomain} passes`);
    });

    test("and once each is mended, all is well again", async () => {
      expect((await delivered()).flatMap((each) => each.shortcomings)).toEqual([]);
    });
  });
}
