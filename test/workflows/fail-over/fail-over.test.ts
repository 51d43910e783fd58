import { OperatorError } from "../../../declaration/operator-error";
import type { ProviderName } from "../../../declaration/schema/environment";
import { applicationSettings, type StoredApplication } from "../../../workflows/credentials/application-secret";
import { type FailOverEffects, type FailOverRequest, failOver, type SwitchNote } from "../../../workflows/fail-over/fail-over";
import { staging } from "../../fixtures/environments/staging";

const places = { sendgrid: { host: "smtp.sendgrid.net", port: 587 }, ses: { host: "email-smtp.test", port: 587 } };
const place = (provider: ProviderName) => places[provider as keyof typeof places] ?? { host: "localhost", port: 25 };
const login = (provider: ProviderName) => ({
  keyId: `key of ${provider}`,
  user: `user of ${provider}`,
  password: `password of ${provider}`,
});

/** The application sends through SendGrid, the declared primary; SES stands by. */
function world(changes: { [K in keyof FailOverEffects]?: Partial<FailOverEffects[K]> } = {}) {
  let stored: StoredApplication = { versionId: "v1", settings: applicationSettings(staging, login("sendgrid"), place("sendgrid")) };
  const notes: SwitchNote[] = [];
  const called: string[] = [];
  const effects: FailOverEffects = {
    application: {
      read: async () => structuredClone(stored),
      replace: async (settings, base) => {
        if (base !== stored.versionId) return "changed";
        stored = { versionId: `${base}'`, settings };
        called.push("replace");
        return "written";
      },
      ...changes.application,
    },
    providers: {
      credentials: async (provider) => login(provider),
      server: (provider) => ({ ...place(provider), prove: async () => undefined }),
      readiness: async () => ({ refusals: [], warnings: [] }),
      ...changes.providers,
    },
    record: changes.record
      ? (changes.record as FailOverEffects["record"])
      : async (note) => {
          notes.push(note);
        },
    refreshConsumers: changes.refreshConsumers
      ? (changes.refreshConsumers as FailOverEffects["refreshConsumers"])
      : async () => {
          called.push("refresh");
        },
  };
  const go = (more: Partial<FailOverRequest> = {}) =>
    failOver({ environment: staging, reason: "it is down", apply: true, evenIfUnproven: false, ...more }, effects);
  /** Somebody else writes it. */
  const write = (settings: Partial<StoredApplication["settings"]>) => {
    stored = { versionId: `${stored.versionId}+`, settings: { ...stored.settings, ...settings } };
  };
  return { go, notes, called, write, settings: () => stored.settings };
}

test("the other provider's server and login in one version, recorded before and after, then consumers are told", async () => {
  const { go, notes, called, settings } = world();
  expect(await go()).toMatchObject({ from: "sendgrid", to: "ses", status: "switched", warnings: [] });
  expect(settings()).toMatchObject({ SMTP_SERVER: "email-smtp.test", SMTP_USER: "user of ses", SMTP_PASSWORD: "password of ses" });
  expect(notes.map(({ state, to }) => `${state} ${to}`)).toEqual(["begun ses", "done ses"]);
  expect(called).toEqual(["replace", "refresh"]);
});

test("without --apply nothing is written or recorded", async () => {
  const { go, notes, called } = world();
  expect(await go({ apply: false })).toMatchObject({ status: "would switch" });
  expect([...notes, ...called]).toEqual([]);
});

test("there already, by name or by itself after a switch; and back", async () => {
  const { go } = world();
  expect(await go({ to: "sendgrid" })).toMatchObject({ status: "already there" });
  await go();
  expect(await go({ to: "ses" })).toMatchObject({ status: "already there" });
  expect(await go()).toMatchObject({ from: "ses", to: "sendgrid", status: "switched" });
});

test.each<[string, Partial<FailOverEffects["providers"]>]>([
  ["its login is refused", { server: (provider) => ({ ...place(provider), prove: async () => new OperatorError("535 no") }) }],
  ["the domain may not send there", { readiness: async () => ({ refusals: ["not verified"], warnings: [] }) }],
])("a definite no refuses, and can be overruled: %s", async (_, providers) => {
  const { go, called } = world({ providers });
  expect(await go()).toMatchObject({ status: "refused", refusals: [expect.any(String)] });
  expect(called).toEqual([]);
  expect(await go({ evenIfUnproven: true })).toMatchObject({ status: "switched" });
});

test("without credentials there is nothing to overrule", async () => {
  const { go, called } = world({ providers: { credentials: async () => undefined } });
  expect(await go({ evenIfUnproven: true })).toMatchObject({ status: "refused" });
  expect(called).toEqual([]);
});

const down = () => Promise.reject(new OperatorError("no answer"));

test.each<[string, Parameters<typeof world>[0]]>([
  ["the provider's API", { providers: { readiness: down } }],
  ["the submission server, which cannot say", { providers: { server: (provider) => ({ ...place(provider), prove: down }) } }],
  ["the journal", { record: down as never }],
  ["consumers", { refreshConsumers: down as never }],
  ["what says whether copies follow", { application: { copiesBehind: down } }],
])("what is down is a warning, and the switch is done: %s", async (_, changes) => {
  const { go, settings } = world(changes);
  expect(await go()).toMatchObject({ status: "switched", warnings: [expect.stringContaining("no answer")] });
  expect(settings().SMTP_SERVER).toBe("email-smtp.test");
});

test("a copy in another region that is behind is said, and the switch is done", async () => {
  const { go } = world({ application: { copiesBehind: async () => ["the copy in eu-west-1 is behind"] } });
  expect(await go()).toMatchObject({ status: "switched", warnings: [expect.stringContaining("eu-west-1")] });
});

test("a sender's name that is written meanwhile stays", async () => {
  const { go, write, settings } = world({
    providers: {
      readiness: async () => {
        write({ EMAIL_SENDER_NAME: "Another name" });
        return { refusals: [], warnings: [] };
      },
    },
  });
  expect(await go()).toMatchObject({ status: "switched" });
  expect(settings()).toMatchObject({ SMTP_SERVER: "email-smtp.test", EMAIL_SENDER_NAME: "Another name" });
});

test("somebody switches it elsewhere meanwhile: it is left there", async () => {
  const { go, write, settings } = world({
    providers: {
      readiness: async () => {
        write({ SMTP_SERVER: "smtp.elsewhere.example" });
        return { refusals: [], warnings: [] };
      },
    },
  });
  await expect(go()).rejects.toMatchObject({ remedy: expect.stringContaining("twinpost status") });
  expect(settings().SMTP_SERVER).toBe("smtp.elsewhere.example");
});

test.each<[string, Partial<FailOverRequest>]>([
  ["no standby is declared", { environment: { ...staging, sendingProviders: { primary: "sendgrid" } } }],
  ["a provider that is not declared", { to: "capture" }],
])("bad input: %s", async (_, request) => {
  const { go, called } = world();
  await expect(go(request)).rejects.toMatchObject({ exitCode: 2 });
  expect(called).toEqual([]);
});
