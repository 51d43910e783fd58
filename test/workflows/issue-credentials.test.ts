import { OperatorError } from "../../environments/operator-error";
import { staging } from "../../environments/staging";
import { credentialsText } from "../../reports/credentials-text";
import {
  type CredentialEffects,
  type IssueEffects,
  issueCredentials,
  planCredentials,
  type SendingCredentials,
} from "../../workflows/issue-credentials";

/** A provider and its secret in memory: versions by id, and the two stages. */
function provider(name: string) {
  const versions = new Map<string, SendingCredentials>();
  const stages: { current?: string; pending?: string } = {};
  const keys = new Set<string>();
  const calls: string[] = [];
  const stored = { at: new Date("2026-11-24T12:00:00Z") };
  const told: string[] = [];
  const at = (version: string | undefined) => (version ? versions.get(version) : undefined);
  const effects: CredentialEffects = {
    create: async () => {
      calls.push("create");
      const keyId = `${name}-${keys.size + 1}`;
      keys.add(keyId);
      return { keyId, user: "user", password: "password" };
    },
    revoke: async (keyId) => {
      calls.push("revoke");
      keys.delete(keyId);
    },
    readCurrent: async () => at(stages.current),
    readPending: async () => {
      const credentials = at(stages.pending);
      return credentials && stages.pending ? { versionId: stages.pending, credentials } : undefined;
    },
    storePending: async (credentials) => {
      calls.push("store");
      stages.pending = `v${versions.size + 1}`;
      versions.set(stages.pending, credentials);
      return stages.pending;
    },
    prove: async () => {
      calls.push("prove");
      return undefined;
    },
    makeCurrent: async (versionId) => {
      calls.push("make current");
      stages.current = versionId;
      delete stages.pending;
    },
    issuedAt: async () => stored.at,
    tellAt: async (time) => {
      told.push(time.toISOString());
    },
  };
  return { effects, stages, keys, calls, stored, told };
}

function world() {
  const sendgrid = provider("sendgrid");
  const ses = provider("ses");
  const application: { written?: unknown } = {};
  const use: IssueEffects = {
    provider: (name) => (name === "ses" ? ses : sendgrid).effects,
    submission: (name) => ({ host: `smtp.${name}.example`, port: 587 }),
    readApplication: async () => application.written as never,
    writeApplication: async (settings) => {
      application.written = settings;
    },
  };
  return { use, sendgrid, ses, application };
}

test("makes, stores, proves and makes current, in this order, for both providers", async () => {
  const { use, sendgrid, ses, application } = world();
  const outcome = await issueCredentials(staging, use);
  expect(sendgrid.calls).toEqual(["create", "store", "prove", "make current"]);
  expect(ses.calls).toEqual(sendgrid.calls);
  expect(outcome.providers.map(({ status }) => status)).toEqual(["issued", "issued"]);
  expect(application.written).toEqual({
    SMTP_SERVER: "smtp.sendgrid.example",
    SMTP_PORT: "587",
    SMTP_USER: "user",
    SMTP_PASSWORD: "password",
    FRONTEND_URL: "https://app.staging.example.net",
    EMAIL_SENDER_ADDRESS: "invitations@mail.staging.example.net",
    EMAIL_SENDER_NAME: "Market Edge Platform",
  });
});

test("a second run changes nothing", async () => {
  const { use, sendgrid, application } = world();
  await issueCredentials(staging, use);
  const before = { ...sendgrid.stages };
  const written = application.written;
  const outcome = await issueCredentials(staging, use);
  expect(outcome).toMatchObject({ providers: [{ status: "kept" }, { status: "kept" }], application: "kept" });
  expect(sendgrid.stages).toEqual(before);
  expect(application.written).toBe(written);
});

test("credentials that fail the proof never become current, and a later run takes them up instead of making more", async () => {
  const { use, ses, application } = world();
  const prove = ses.effects.prove;
  ses.effects.prove = async () => {
    throw new Error("no connection");
  };
  await expect(issueCredentials(staging, use)).rejects.toThrow("no connection");
  expect(ses.stages.current).toBeUndefined();
  expect(application.written).toBeUndefined();

  ses.effects.prove = prove;
  const outcome = await issueCredentials(staging, use);
  expect(outcome.providers).toMatchObject([{ status: "kept" }, { status: "resumed" }]);
  expect(ses.keys.size).toBe(1);
});

test("stored credentials that the server refuses are replaced, and their key is revoked", async () => {
  const { use, ses } = world();
  const refusal = new OperatorError("the login was refused: 535 Authentication Credentials Invalid");
  ses.effects.prove = async ({ keyId }) => (keyId === "ses-1" ? refusal : undefined);
  await expect(issueCredentials(staging, use)).rejects.toBe(refusal);
  expect(ses.stages.current).toBeUndefined();

  // The fake counts keys, so another must stand for the one that is revoked.
  ses.effects.create = async () => ({ keyId: "ses-2", user: "user", password: "password" });
  const outcome = await issueCredentials(staging, use);
  expect(outcome.providers).toMatchObject([{ status: "kept" }, { status: "replaced", keyId: "ses-2" }]);
  expect(ses.keys.size).toBe(0);
});

test("a key that cannot be stored is revoked", async () => {
  const { use, sendgrid } = world();
  sendgrid.effects.storePending = async () => {
    throw new Error("Secrets Manager is down");
  };
  await expect(issueCredentials(staging, use)).rejects.toThrow("Secrets Manager is down");
  expect(sendgrid.keys.size).toBe(0);
});

test("a plan tells what is missing and touches nothing", async () => {
  const { use, sendgrid } = world();
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

describe("an application secret that is there", () => {
  const renamed = { ...staging, frontendUrl: "https://new.example.net" as const, sender: { ...staging.sender, name: "New name" } };

  test("follows what is declared, and keeps its server and login", async () => {
    const { use, application } = world();
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
    const { use, application } = world();
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

test("a server of one's own is given the login before it is proven, and again when it is current already", async () => {
  const { use, ses } = world();
  const environment = { ...staging, sendingProviders: { primary: "ses" as const } };
  ses.effects.deploy = async ({ keyId }) => void ses.calls.push(`deploy ${keyId}`);
  await issueCredentials(environment, use);
  expect(ses.calls).toEqual(["create", "store", "deploy ses-1", "prove", "make current"]);
  await issueCredentials(environment, use);
  expect(ses.calls.slice(5)).toEqual(["deploy ses-1"]);
});

describe("people are told when credentials are too old: a week after they were to be replaced", () => {
  test("from when they were stored; again for ones that are kept, since the interval may be another", async () => {
    const { use, ses } = world();
    await issueCredentials(staging, use);
    await issueCredentials({ ...staging, rotation: { everyDays: 30 } }, use);
    expect(ses.told).toEqual(["2027-03-01T12:00:00.000Z", "2026-12-31T12:00:00.000Z"]);
  });

  test("new ones move it", async () => {
    const { use, ses } = world();
    await issueCredentials(staging, use);
    delete ses.stages.current;
    ses.stored.at = new Date("2027-02-20T12:00:00Z");
    await issueCredentials(staging, use);
    expect(ses.told).toEqual(["2027-03-01T12:00:00.000Z", "2027-05-28T12:00:00.000Z"]);
  });

  test("not by a plan, nor before they are current", async () => {
    const { use, ses, sendgrid } = world();
    await planCredentials(staging, use);
    ses.effects.prove = async () => new OperatorError("535");
    await expect(issueCredentials(staging, use)).rejects.toThrow("535");
    expect(ses.told).toEqual([]);
    expect(sendgrid.told).toHaveLength(1);
  });

  test("not where nobody minds", async () => {
    const { use, ses } = world();
    delete ses.effects.tellAt;
    await issueCredentials(staging, use);
    expect(ses.told).toEqual([]);
  });
});
