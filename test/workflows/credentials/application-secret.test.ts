/** The application secret: what is left as it is, and what happens while somebody else writes it. */
import { credentialsText } from "../../../reports/credentials/text";
import { issueCredentials } from "../../../workflows/credentials/issue";
import { planCredentials } from "../../../workflows/credentials/plan";
import { staging } from "../../fixtures/environments/staging";
import { credentialsWorld } from "./world";

describe("an application secret that is there", () => {
  const renamed = { ...staging, frontendUrl: "https://new.example.net" as const, sender: { ...staging.sender, name: "New name" } };

  test("follows what is declared, and keeps its server and login", async () => {
    const { use, application } = credentialsWorld();
    await issueCredentials(staging, use);
    const before = application.written as object;
    const changed = ["FRONTEND_URL", "EMAIL_SENDER_NAME"];
    expect(await planCredentials(renamed, use)).toMatchObject({ application: "outdated", changed });
    expect(application.written).toBe(before);

    const outcome = await issueCredentials(renamed, use);
    expect(outcome).toMatchObject({ application: "updated", changed });
    expect(application.written).toEqual({ ...before, FRONTEND_URL: "https://new.example.net", EMAIL_SENDER_NAME: "New name" });
    expect(credentialsText(outcome)).toContain("application secret: updated to what is declared (FRONTEND_URL, EMAIL_SENDER_NAME)\n");
    expect(await issueCredentials(renamed, use)).toMatchObject({ application: "kept", changed: [] });
  });

  test("that sends through another provider than the declared primary is told of, and left alone", async () => {
    const { use, application } = credentialsWorld();
    await issueCredentials(staging, use);
    const before = application.written;
    const swapped = { ...staging, sendingProviders: { primary: "ses" as const, standby: "sendgrid" as const } };
    for (const look of [planCredentials, issueCredentials]) {
      const outcome = await look(swapped, use);
      expect(outcome).toMatchObject({ application: "kept", active: "sendgrid" });
      expect(credentialsText(outcome)).toContain("sends through sendgrid, which is not the declared primary");
    }
    expect(application.written).toBe(before);
    expect(await planCredentials(staging, use)).not.toHaveProperty("active");
  });
});

describe("the application secret, while somebody else writes it", () => {
  const renamed = { ...staging, sender: { ...staging.sender, name: "New name" } };

  /** Everything is issued; then a fail-over happens between the next reading and writing. */
  async function failingOver() {
    const all = credentialsWorld();
    await issueCredentials(staging, all.use);
    const { read, replace } = all.use.application;
    all.use.application.replace = async (settings, base) => {
      all.use.application.replace = replace;
      const [found, login] = [await read(), all.ses.current()];
      if (!found || !login) throw new Error("nothing was issued");
      const switched = { SMTP_SERVER: "smtp.ses.example", SMTP_USER: login.user, SMTP_PASSWORD: login.password };
      await replace({ ...found.settings, ...switched }, found.versionId);
      return replace(settings, base);
    };
    return all;
  }

  test("a fail-over survives a new login for the provider that failed, and is told", async () => {
    const { use, sendgrid, application } = await failingOver();
    sendgrid.refused.add("sendgrid-1");
    await expect(issueCredentials(staging, use)).rejects.toMatchObject({ name: "OperatorError", message: expect.stringContaining("a1") });
    const switched = { SMTP_SERVER: "smtp.ses.example", SMTP_USER: "user of ses-1" };
    expect(application.written).toMatchObject(switched);
    // The next run sees it as it is.
    expect(await issueCredentials(staging, use)).toMatchObject({ application: "kept", active: "ses" });
    expect(application.written).toMatchObject(switched);
  });

  test("a fail-over survives a change of what is declared, which the next run makes", async () => {
    const { use, application } = await failingOver();
    await expect(issueCredentials(renamed, use)).rejects.toMatchObject({ name: "OperatorError" });
    expect(application.written).toMatchObject({ SMTP_SERVER: "smtp.ses.example", EMAIL_SENDER_NAME: staging.sender.name });
    await issueCredentials(renamed, use);
    expect(application.written).toMatchObject({ SMTP_SERVER: "smtp.ses.example", EMAIL_SENDER_NAME: "New name" });
  });

  test("of two first runs at once one writes, and both say what is true", async () => {
    const { use, application } = credentialsWorld();
    const outcomes = await Promise.allSettled([issueCredentials(staging, use), issueCredentials(staging, use)]);
    const written = outcomes.filter(({ status }) => status === "fulfilled");
    expect(written.length).toBeGreaterThanOrEqual(1);
    expect(application.version).toBe(1);
    for (const outcome of outcomes) if (outcome.status === "rejected") expect(outcome.reason).toMatchObject({ name: "OperatorError" });
  });
});
