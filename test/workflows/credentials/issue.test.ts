import { OperatorError } from "../../../declaration/operator-error";
import { issueCredentials } from "../../../workflows/credentials/issue";
import { planCredentials } from "../../../workflows/credentials/plan";
import { staging } from "../../fixtures/environments/staging";
import { credentialsWorld, refusal } from "./world";

test("makes, stores, proves and makes current, in this order, for both providers", async () => {
  const { use, sendgrid, ses, application } = credentialsWorld();
  const outcome = await issueCredentials(staging, use);
  expect(sendgrid.calls).toEqual(["create", "store", "prove", "make current"]);
  expect(ses.calls).toEqual(sendgrid.calls);
  expect(outcome.providers.map(({ status }) => status)).toEqual(["issued", "issued"]);
  expect(application.written).toEqual({
    SMTP_SERVER: "smtp.sendgrid.example",
    SMTP_PORT: "587",
    SMTP_USER: "user of sendgrid-1",
    SMTP_PASSWORD: "password",
    FRONTEND_URL: "https://app.staging.example.net",
    EMAIL_SENDER_ADDRESS: "invitations@mail.staging.example.net",
    EMAIL_SENDER_NAME: "Market Edge Platform",
  });
});

test("a second run changes nothing", async () => {
  const { use, sendgrid, application } = credentialsWorld();
  await issueCredentials(staging, use);
  const before = { ...sendgrid.stages };
  const written = application.written;
  sendgrid.calls.length = 0;
  const outcome = await issueCredentials(staging, use);
  expect(outcome).toMatchObject({ providers: [{ status: "kept" }, { status: "kept" }], application: "kept" });
  expect(outcome).not.toHaveProperty("login");
  expect(sendgrid.stages).toEqual(before);
  expect(sendgrid.calls).toEqual(["prove"]);
  expect(application.written).toBe(written);
});

test("credentials that fail the proof never become current, and a later run takes them up instead of making more", async () => {
  const { use, ses, application } = credentialsWorld();
  const prove = ses.effects.server.prove;
  ses.effects.server.prove = async () => {
    throw new Error("no connection");
  };
  await expect(issueCredentials(staging, use)).rejects.toThrow("no connection");
  expect(ses.stages.current).toBeUndefined();
  expect(application.written).toBeUndefined();

  ses.effects.server.prove = prove;
  const outcome = await issueCredentials(staging, use);
  expect(outcome.providers).toMatchObject([{ status: "kept" }, { status: "resumed" }]);
  expect(ses.keys.size).toBe(1);
});

test("stored credentials that the server refuses are replaced, and their key is revoked", async () => {
  const { use, ses } = credentialsWorld();
  ses.refused.add("ses-1");
  await expect(issueCredentials(staging, use)).rejects.toBe(refusal);
  expect(ses.stages.current).toBeUndefined();

  const outcome = await issueCredentials(staging, use);
  expect(outcome.providers).toMatchObject([{ status: "kept" }, { status: "replaced", keyId: "ses-2" }]);
  expect([...ses.keys]).toEqual(["ses-2"]);
});

describe("current credentials that the server refuses", () => {
  /** Everything is issued; then somebody deletes a key or switches it off. */
  async function issued() {
    const all = credentialsWorld();
    await issueCredentials(staging, all.use);
    for (const { calls } of [all.sendgrid, all.ses]) calls.length = 0;
    return { ...all, application: all.application as { written: Record<string, string> } };
  }

  test("are replaced, for the application too, whose server stays; the key goes when nobody has a use for it", async () => {
    const { use, sendgrid, application } = await issued();
    const before = application.written;
    sendgrid.refused.add("sendgrid-1");
    expect(await planCredentials(staging, use)).toMatchObject({
      providers: [{ status: "refused", keyId: "sendgrid-1" }, { status: "kept" }],
    });
    expect(sendgrid.calls.splice(0)).toEqual(["prove"]);

    const outcome = await issueCredentials(staging, use);
    const providers = [{ status: "replaced", keyId: "sendgrid-2" }, { status: "kept" }];
    expect(outcome).toMatchObject({ providers, application: "kept", login: { provider: "sendgrid", status: "replaced" } });
    expect(application.written).toEqual({ ...before, SMTP_USER: "user of sendgrid-2" });
    expect(sendgrid.calls).toEqual(["prove", "create", "store", "prove", "make current", "revoke sendgrid-1"]);
    expect(await issueCredentials(staging, use)).toMatchObject({ providers: [{ status: "kept" }, { status: "kept" }] });
  });

  test("of the standby are replaced without touching the application's", async () => {
    const { use, ses, application } = await issued();
    const before = application.written;
    ses.keys.delete("ses-1");
    const outcome = await issueCredentials(staging, use);
    expect(outcome).toMatchObject({ providers: [{ status: "kept" }, { status: "replaced", keyId: "ses-2" }], application: "kept" });
    expect(outcome).not.toHaveProperty("login");
    expect(application.written).toBe(before);
  });

  test("stay, with their key, when another key is refused as well: it may be the account that is refused", async () => {
    const { use, sendgrid, application } = await issued();
    const before = application.written;
    sendgrid.effects.server.prove = async () => refusal;
    await expect(issueCredentials(staging, use)).rejects.toBe(refusal);
    expect(sendgrid.keys).toContain("sendgrid-1");
    expect(sendgrid.stages.current).toBe("v1");
    expect(application.written).toBe(before);
  });

  test("when the server cannot be asked, nothing is concluded and nothing is made", async () => {
    const { use, sendgrid } = await issued();
    sendgrid.effects.server.prove = () => Promise.reject(new Error("no connection"));
    await expect(issueCredentials(staging, use)).rejects.toThrow("no connection");
    await expect(planCredentials(staging, use)).rejects.toThrow("no connection");
    expect(sendgrid.calls).toEqual([]);
  });

  test("are replaced though the other provider cannot be reached", async () => {
    const { use, sendgrid, ses, application } = await issued();
    sendgrid.keys.delete("sendgrid-1");
    ses.effects.server.prove = () => Promise.reject(new Error("no connection"));
    await expect(issueCredentials(staging, use)).rejects.toThrow("no connection");
    expect(application.written.SMTP_USER).toBe("user of sendgrid-2");
  });

  test("an interruption before the application had the new login is made good by the next run", async () => {
    const { use, sendgrid, application } = await issued();
    sendgrid.keys.delete("sendgrid-1");
    const write = use.application.replace;
    use.application.replace = () => Promise.reject(new Error("interrupted"));
    await expect(issueCredentials(staging, use)).rejects.toThrow("interrupted");
    expect(application.written.SMTP_USER).toBe("user of sendgrid-1");

    use.application.replace = write;
    const kept = [{ status: "kept" }, { status: "kept" }];
    for (const [look, status] of [
      [planCredentials, "refused"],
      [issueCredentials, "replaced"],
    ] as const)
      expect(await look(staging, use)).toMatchObject({ providers: kept, login: { provider: "sendgrid", status } });
    expect(application.written.SMTP_USER).toBe("user of sendgrid-2");
  });

  test("another login of the application's that works is left alone", async () => {
    const { use, sendgrid, application } = await issued();
    sendgrid.keys.add("somebody's own");
    application.written = { ...application.written, SMTP_USER: "user of somebody's own" };
    for (const look of [planCredentials, issueCredentials]) expect(await look(staging, use)).not.toHaveProperty("login");
    expect(application.written.SMTP_USER).toBe("user of somebody's own");
  });

  test("one that cannot be revoked is named, when all else is done", async () => {
    const { use, sendgrid, application } = await issued();
    sendgrid.refused.add("sendgrid-1");
    sendgrid.effects.keys.revoke = () => Promise.reject(new Error("SendGrid answered 500"));
    await expect(issueCredentials(staging, use)).rejects.toThrow(
      "sendgrid: key sendgrid-1, which the server refuses, was replaced, and could not be revoked: SendGrid answered 500",
    );
    expect(application.written.SMTP_USER).toBe("user of sendgrid-2");
  });

  test("a server of one's own that refuses has not read its login yet: it is told, and no other login is made", async () => {
    const { use, ses } = await issued();
    ses.effects.keys.deploy = async () => {};
    ses.refused.add("ses-1");
    expect((await planCredentials(staging, use)).providers[1]).toMatchObject({ status: "stored" });
    await expect(issueCredentials(staging, use)).rejects.toBe(refusal);
    expect(ses.calls).toEqual(["prove"]);
  });
});

test("a key that cannot be stored is revoked", async () => {
  const { use, sendgrid } = credentialsWorld();
  sendgrid.effects.secret.storePending = async () => {
    throw new OperatorError("Secrets Manager is down", "wait");
  };
  await expect(issueCredentials(staging, use)).rejects.toMatchObject({
    message: "sendgrid: the new key sendgrid-1 could not be stored, and was revoked again: Secrets Manager is down",
    remedy: "wait",
  });
  expect(sendgrid.keys.size).toBe(0);
});

test("a key that can neither be stored nor revoked is named, with both causes", async () => {
  const { use, ses } = credentialsWorld();
  ses.effects.secret.storePending = () => Promise.reject(new Error("Secrets Manager is down"));
  ses.effects.keys.revoke = () => Promise.reject(new Error("IAM is down"));
  await expect(issueCredentials(staging, use)).rejects.toMatchObject({
    message: "ses: the new key ses-1 could not be stored (Secrets Manager is down), nor be revoked (IAM is down)",
    remedy: expect.stringContaining("delete the key ses-1 at ses"),
  });
});

test("when both providers fail, both failures are told", async () => {
  const { use, sendgrid, ses } = credentialsWorld();
  for (const { effects } of [sendgrid, ses]) {
    effects.secret.storePending = () => Promise.reject(new Error("Secrets Manager is down"));
    effects.keys.revoke = () => Promise.reject(new Error("no connection"));
  }
  await expect(issueCredentials(staging, use)).rejects.toThrow(/delete the key sendgrid-1 .*\nses: .*\n.*delete the key ses-1/);
});

test("a plan tells what is missing and touches nothing", async () => {
  const { use, sendgrid } = credentialsWorld();
  expect(await planCredentials(staging, use)).toEqual({
    providers: [
      { provider: "sendgrid", status: "missing" },
      { provider: "ses", status: "missing" },
    ],
    application: "missing",
    changed: [],
  });
  expect(sendgrid.calls).toEqual([]);
});

test("a server of one's own is given the login before it is proven, and again when it is current already", async () => {
  const { use, ses } = credentialsWorld();
  const environment = { ...staging, sendingProviders: { primary: "ses" as const } };
  ses.effects.keys.deploy = async ({ keyId }) => void ses.calls.push(`deploy ${keyId}`);
  await issueCredentials(environment, use);
  expect(ses.calls).toEqual(["create", "store", "deploy ses-1", "prove", "make current"]);
  await issueCredentials(environment, use);
  expect(ses.calls.slice(5)).toEqual(["deploy ses-1", "prove"]);
});

describe("people are told when credentials are too old: a week after they were to be replaced", () => {
  test("from when they were stored; again for ones that are kept, since the interval may be another", async () => {
    const { use, ses } = credentialsWorld();
    await issueCredentials(staging, use);
    await issueCredentials({ ...staging, rotation: { everyDays: 30 } }, use);
    expect(ses.told).toEqual(["2027-03-01T12:00:00.000Z", "2026-12-31T12:00:00.000Z"]);
  });

  test("new ones move it", async () => {
    const { use, ses } = credentialsWorld();
    await issueCredentials(staging, use);
    delete ses.stages.current;
    ses.stored.at = new Date("2027-02-20T12:00:00Z");
    await issueCredentials(staging, use);
    expect(ses.told).toEqual(["2027-03-01T12:00:00.000Z", "2027-05-28T12:00:00.000Z"]);
  });

  test("not by a plan, nor before they are current", async () => {
    const { use, ses, sendgrid } = credentialsWorld();
    await planCredentials(staging, use);
    ses.effects.server.prove = async () => new OperatorError("535");
    await expect(issueCredentials(staging, use)).rejects.toThrow("535");
    expect(ses.told).toEqual([]);
    expect(sendgrid.told).toHaveLength(1);
  });

  test("not where nobody minds", async () => {
    const { use, ses } = credentialsWorld();
    delete (ses.effects as Partial<typeof ses.effects>).age;
    await issueCredentials(staging, use);
    expect(ses.told).toEqual([]);
  });
});

describe("a key that may have been made all the same", () => {
  test("is named when the attempt's answer was lost", async () => {
    const { use, ses } = credentialsWorld();
    const { create } = ses.effects.keys;
    ses.effects.keys.create = async () => {
      await create();
      throw new OperatorError("IAM CreateAccessKey failed with TimeoutError: no answer in time");
    };
    await expect(issueCredentials(staging, use)).rejects.toMatchObject({
      message: expect.stringMatching(/no answer in time.*ses-1/),
      remedy: expect.stringContaining("ses-1"),
    });
    expect(ses.calls).toEqual(["create"]);
  });

  test("is named when there is no room for another; keys that the secret has are not", async () => {
    const { use, ses } = credentialsWorld();
    await issueCredentials(staging, use);
    ses.keys.add("AKIAORPHAN");
    ses.refused.add("ses-1");
    ses.effects.keys.create = () => Promise.reject(new OperatorError("IAM CreateAccessKey failed with LimitExceeded: two keys"));
    const error = await issueCredentials(staging, use).catch((each: Error) => each);
    expect(error).toMatchObject({ message: expect.stringContaining("AKIAORPHAN") });
    expect(String(error)).not.toContain("ses-1");
  });

  test("where there is none, or keys cannot be listed, the failure is told as it is", async () => {
    const { use, ses } = credentialsWorld();
    const failure = new OperatorError("IAM CreateAccessKey failed with AccessDenied: no");
    ses.effects.keys.create = () => Promise.reject(failure);
    await expect(issueCredentials(staging, use)).rejects.toBe(failure);
    ses.effects.keys.list = () => Promise.reject(new Error("no"));
    await expect(issueCredentials(staging, use)).rejects.toBe(failure);
  });
});
