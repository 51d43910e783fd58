/** AWS or a provider refuses a call, is throttled or does not answer, at each call of a switch, a pause and a resume. */
import { AwsError } from "../../../adapters/aws/call";
import { OperatorError } from "../../../declaration/operator-error";
import type { ProviderName } from "../../../declaration/schema/environment";
import { applicationSettings } from "../../../workflows/credentials/application-secret";
import { failOver } from "../../../workflows/fail-over/fail-over";
import { pauseSending, resumeSending } from "../../../workflows/fail-over/pause";
import { staging } from "../../fixtures/environments/staging";

const faults = {
  "access denied": new AwsError("Secrets Manager failed with AccessDeniedException: no", "AccessDeniedException", 400, "the role lacks it"),
  throttling: new AwsError("Secrets Manager failed with ThrottlingException: slow down", "ThrottlingException", 400),
  "no answer": new AwsError("Secrets Manager failed with TimeoutError: no answer in time", "TimeoutError", undefined),
};
type FaultName = keyof typeof faults;
const faultNames = Object.keys(faults) as FaultName[];

/** A call that fails, by its name and how often it was called before. */
type Point = string;

function failing(at: Point | undefined, fault: Error, lost = false) {
  const counts = new Map<string, number>();
  return async <T>(name: string, act: () => T): Promise<T> => {
    const nth = counts.get(name) ?? 0;
    counts.set(name, nth + 1);
    const isIt = at === `${name} ${nth}`;
    if (isIt && !lost) throw fault;
    const result = act();
    if (isIt) throw fault;
    return result;
  };
}

const caught = <T>(run: Promise<T>): Promise<T | OperatorError> =>
  run.catch((error: unknown) => {
    if (error instanceof OperatorError) return error;
    throw error;
  });

const commands = (text: string | undefined): string[] => text?.match(/`npx twinpost [^`]+`/g) ?? [];

describe("a switch", () => {
  const places = { sendgrid: { host: "smtp.sendgrid.net", port: 587 }, ses: { host: "email-smtp.test", port: 587 } };
  const place = (provider: ProviderName) => (provider === "ses" ? places.ses : places.sendgrid);
  const login = (provider: ProviderName) => ({ keyId: provider, user: `user of ${provider}`, password: "secret" });

  async function switchWith(at: Point | undefined, fault: Error, lost?: boolean) {
    const call = failing(at, fault, lost);
    let stored = { versionId: "v1", settings: applicationSettings(staging, login("sendgrid"), places.sendgrid) };
    const said = await caught(
      failOver(
        { environment: staging, reason: "it is down", apply: true, evenIfUnproven: false },
        {
          application: {
            read: () => call("read", () => stored),
            replace: (settings) =>
              call("replace", () => {
                stored = { versionId: "v2", settings };
                return "written" as const;
              }),
            copiesBehind: () => call("copies", () => []),
          },
          providers: {
            credentials: (provider) => call("credentials", () => login(provider)),
            server: (provider) => ({ ...place(provider), prove: () => call("prove", () => undefined) }),
            readiness: () => call("readiness", () => ({ refusals: [], warnings: [] })),
          },
          record: () => call("record", () => undefined),
          refreshConsumers: () => call("refresh", () => undefined),
        },
      ),
    );
    return { said, isSwitched: stored.settings.SMTP_SERVER === places.ses.host };
  }

  const before: Point[] = ["read 0", "credentials 0", "replace 0"];
  test.each(before.flatMap((at) => faultNames.map((name) => [at, name] as const)))(
    "%s, %s: not switched, and it says so",
    async (at, name) => {
      const { said, isSwitched } = await switchWith(at, faults[name]);
      expect(isSwitched).toBe(false);
      expect(said).toBeInstanceOf(OperatorError);
      expect(said).toMatchObject({ message: expect.stringMatching(/^fail-over.*(nothing was switched|still sends through sendgrid)$/) });
      expect(commands((said as OperatorError).remedy)).toEqual([
        expect.stringMatching(/fail-over --env staging .*--reason "it is down" --apply/),
      ]);
    },
  );

  const warned: Point[] = ["prove 0", "readiness 0", "record 0", "record 1", "credentials 1", "read 1", "refresh 0", "copies 0"];
  test.each(warned.flatMap((at) => faultNames.map((name) => [at, name] as const)))("%s, %s: switched, with a warning", async (at, name) => {
    const { said, isSwitched } = await switchWith(at, faults[name]);
    expect({ said, isSwitched }).toMatchObject({
      isSwitched: true,
      said: { status: "switched", warnings: [expect.stringContaining(faults[name].message)] },
    });
  });

  test("written, and the answer lost: it is found to be switched", async () => {
    expect(await switchWith("replace 0", faults["no answer"], true)).toMatchObject({ isSwitched: true, said: { status: "switched" } });
  });

  test("an undeclared provider is refused before anything is read", async () => {
    const nothing = () => Promise.reject(new Error("called"));
    const effects = { application: { read: nothing }, providers: {} } as unknown as Parameters<typeof failOver>[1];
    const request = { environment: staging, to: "capture", reason: "?", apply: true, evenIfUnproven: false } as const;
    await expect(failOver(request, effects)).rejects.toMatchObject({ exitCode: 2, message: expect.stringContaining("capture") });
  });
});

describe("a pause and a resume", () => {
  async function changeWith(verb: "pause" | "resume", at: Point, fault: Error) {
    const call = failing(at, fault);
    const sends = new Map<ProviderName, boolean>([
      ["sendgrid", verb === "pause"],
      ["ses", verb === "pause"],
    ]);
    const change = verb === "pause" ? pauseSending : resumeSending;
    const said = await caught(
      change(
        { environment: staging, reason: "spam", apply: true },
        {
          sending: (provider) => call(`look ${provider}`, () => [`key of ${provider}`]),
          setSending: (provider, _names, on) => call(`set ${provider}`, () => void sends.set(provider, on)),
          paused: () => call("paused", () => ({ sendgrid: ["key of sendgrid"], ses: ["key of ses"] })),
          record: () => call("record", () => undefined),
        },
      ),
    );
    return { said, sends: Object.fromEntries(sends) };
  }

  const table: ["pause" | "resume", Point, { sendgrid: boolean; ses: boolean }, RegExp][] = [
    ["pause", "look ses 0", { sendgrid: false, ses: true }, /^pause: ses failed: .*; stopped: sendgrid: key of sendgrid$/],
    ["pause", "set sendgrid 0", { sendgrid: true, ses: false }, /^pause: sendgrid failed: .*; stopped: ses: key of ses$/],
    ["resume", "paused 0", { sendgrid: false, ses: false }, /^resume: .*; nothing was changed$/],
    ["resume", "set ses 0", { sendgrid: true, ses: false }, /^resume: ses failed: .*; sends again: sendgrid$/],
    [
      "resume",
      "record 0",
      { sendgrid: true, ses: true },
      /^resume: it could not be recorded: .*; sends again: sendgrid, ses, and it still/,
    ],
  ];
  const cases = table.flatMap(([verb, at, sends, why]) => faultNames.map((name) => [verb, at, name, sends, why] as const));
  test.each(cases)("%s, %s, %s: says what was and was not done, and one command", async (verb, at, name, sends, why) => {
    const found = await changeWith(verb, at, faults[name]);
    expect(found).toMatchObject({ sends, said: { message: expect.stringMatching(why) } });
    const { message, remedy } = found.said as OperatorError;
    expect(message).toContain(faults[name].message);
    expect(commands(remedy)).toEqual([`\`npx twinpost ${verb} --env staging --reason "spam" --apply\``]);
  });

  test.each<Point>(["record 0", "record 1"])("a pause whose %s fails stops all the same, and warns", async (at) => {
    expect(await changeWith("pause", at, faults.throttling)).toMatchObject({
      sends: { sendgrid: false, ses: false },
      said: { status: "paused", warnings: [expect.stringContaining("ThrottlingException")] },
    });
  });
});
