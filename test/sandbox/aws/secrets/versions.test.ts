/**
 * Versions and their labels. Right answers are the API reference's (docs.aws.amazon.com/secretsmanager/latest/apireference) and what AWS
 * itself answered in September 2022, as localstack recorded it (tests/aws/services/secretsmanager/test_secretsmanager.snapshot.json).
 */
import { labels, type SecretsWorld, secretsWorld } from "./world";

let world: SecretsWorld;
beforeEach(() => {
  world = secretsWorld();
});

const v = (n: number): string => `version-${String(n).padStart(30, "0")}`;
const put = (n: number, ...VersionStages: string[]) =>
  world.call("PutSecretValue", {
    SecretId: "s",
    ClientRequestToken: v(n),
    SecretString: `S${n}`,
    ...(VersionStages.length > 0 ? { VersionStages } : {}),
  });
const move = (VersionStage: string, input: { to?: number; from?: number }) =>
  world.call("UpdateSecretVersionStage", {
    SecretId: "s",
    VersionStage,
    ...(input.to === undefined ? {} : { MoveToVersionId: v(input.to) }),
    ...(input.from === undefined ? {} : { RemoveFromVersionId: v(input.from) }),
  });
/** A secret whose versions were put in this order, with these labels; none is AWSCURRENT alone. */
function secretWith(...versions: string[][]): void {
  world.call("CreateSecret", { Name: "s" });
  for (const [index, stages] of versions.entries()) put(index + 1, ...stages);
}

describe("labels after a series of calls, as AWS recorded them", () => {
  test.each<[string, string[][], () => void, Record<string, string[]>]>([
    ["current_previous", [[], []], () => {}, { [v(1)]: ["AWSPREVIOUS"], [v(2)]: ["AWSCURRENT"] }],
    [
      "current_pending: the promoted version keeps AWSPENDING",
      [[], ["AWSPENDING"]],
      () => move("AWSCURRENT", { from: 1, to: 2 }),
      { [v(1)]: ["AWSPREVIOUS"], [v(2)]: ["AWSCURRENT", "AWSPENDING"] },
    ],
    [
      "current_pending: and loses it with AWSCURRENT",
      [[], ["AWSPENDING"]],
      () => {
        move("AWSCURRENT", { from: 1, to: 2 });
        put(3);
      },
      { [v(2)]: ["AWSPREVIOUS"], [v(3)]: ["AWSCURRENT"] },
    ],
    [
      "current_pending_cycle",
      [[], ["AWSPENDING"]],
      () => {
        move("AWSCURRENT", { from: 1, to: 2 });
        put(3, "AWSPENDING");
        move("AWSCURRENT", { from: 2, to: 3 });
      },
      { [v(2)]: ["AWSPREVIOUS"], [v(3)]: ["AWSCURRENT", "AWSPENDING"] },
    ],
    [
      "cycle_custom_stages_1",
      [[], ["AWSPENDING", "AWSSOMETHING", "PUT1"]],
      () => {
        move("AWSCURRENT", { from: 1, to: 2 });
        put(3, "AWSPENDING", "PUT2");
        move("AWSCURRENT", { from: 2, to: 3 });
      },
      { [v(2)]: ["AWSPREVIOUS", "AWSSOMETHING", "PUT1"], [v(3)]: ["AWSCURRENT", "AWSPENDING", "PUT2"] },
    ],
    [
      "cycle_custom_stages_2",
      [[], ["AWSCURRENT", "PUT0"], ["AWSPENDING", "PUT1"]],
      () => {
        move("AWSCURRENT", { from: 2, to: 3 });
        put(4, "AWSPENDING", "PUT2");
        move("AWSCURRENT", { from: 3, to: 4 });
      },
      { [v(2)]: ["PUT0"], [v(3)]: ["AWSPREVIOUS", "PUT1"], [v(4)]: ["AWSCURRENT", "AWSPENDING", "PUT2"] },
    ],
    [
      "non_versioning_version_stages_no_replacement",
      [[], ["one", "two", "three"]],
      () => put(3, "one", "two", "four"),
      { [v(1)]: ["AWSCURRENT"], [v(2)]: ["three"], [v(3)]: ["four", "one", "two"] },
    ],
    [
      "API_PutSecretValue: a first version is current, whatever it is put as",
      [["AWSPENDING"]],
      () => {},
      { [v(1)]: ["AWSCURRENT", "AWSPENDING"] },
    ],
    [
      "API_UpdateSecretVersionStage: back to the previous version",
      [[], []],
      () => move("AWSCURRENT", { from: 2, to: 1 }),
      { [v(1)]: ["AWSCURRENT"], [v(2)]: ["AWSPREVIOUS"] },
    ],
  ])("%s", (_, versions, act, expected) => {
    secretWith(...versions);
    act();
    expect(labels(world)).toEqual(expected);
  });
});

describe("a move of a label that fails changes nothing", () => {
  test.each<[string, string, string, { to?: number; from?: number }]>([
    ["the target is unknown", "ResourceNotFoundException", "AWSCURRENT", { from: 2, to: 9 }],
    ["the source is unknown", "InvalidParameterException", "AWSCURRENT", { from: 9, to: 1 }],
    ["it is attached elsewhere, and the source is not named", "InvalidParameterException", "AWSCURRENT", { to: 1 }],
    ["it is attached elsewhere than at the source named", "InvalidParameterException", "AWSCURRENT", { from: 1, to: 3 }],
    ["it is attached nowhere, and a source is named", "InvalidParameterException", "custom", { from: 1, to: 2 }],
    ["AWSCURRENT would be nowhere", "InvalidParameterException", "AWSCURRENT", { from: 2 }],
    ["neither end is named", "InvalidParameterException", "AWSPENDING", {}],
  ])("%s", (_, error, label, ends) => {
    secretWith([], [], ["AWSPENDING"]);
    const before = labels(world);
    expect(move(label, ends)).toEqual({ error });
    expect(labels(world)).toEqual(before);
    expect(world.call("GetSecretValue", { SecretId: "s" }).SecretString).toBe("S2");
  });
});

describe("a put that is repeated with its token", () => {
  test.each(["AWSPENDING", "AWSCURRENT"])("as %s does nothing when it says the same, whatever labels it asks for", (stage) => {
    secretWith([], [stage]);
    const before = world.call("DescribeSecret", { SecretId: "s" });
    world.passMs(1000);
    const again = put(2, "other");
    expect([again.VersionId, again.VersionStages]).toEqual([v(2), [stage]]);
    expect(world.call("DescribeSecret", { SecretId: "s" })).toEqual(before);
  });

  test("fails when it says something else", () => {
    secretWith([]);
    const other = { SecretId: "s", ClientRequestToken: v(1), SecretString: "other" };
    expect(world.call("PutSecretValue", other)).toEqual({ error: "ResourceExistsException" });
    expect(world.call("PutSecretValue", { ...other, SecretString: undefined, SecretBinary: "UzE=" })).toEqual({
      error: "ResourceExistsException",
    });
    // API_UpdateSecret: "a ClientRequestToken that matches an existing version's VersionId … results in an error", with the same data too.
    expect(world.call("UpdateSecret", { ...other, SecretString: "S1" })).toEqual({ error: "ResourceExistsException" });
    expect(world.call("GetSecretValue", { SecretId: "s" }).SecretString).toBe("S1");
  });
});

test("versions without a label are listed on demand only, each with its date", () => {
  secretWith([], [], []);
  const ids = (input: object) =>
    (world.call("ListSecretVersionIds", { SecretId: "s", ...input }).Versions as { VersionId: string }[]).map((each) => each.VersionId);
  expect(ids({})).toEqual([v(2), v(3)]);
  expect(ids({ IncludeDeprecated: true })).toEqual([v(1), v(2), v(3)]);
  const [first] = world.call("ListSecretVersionIds", { SecretId: "s", MaxResults: 1 }).Versions as object[];
  expect(first).toEqual({
    VersionId: v(2),
    VersionStages: ["AWSPREVIOUS"],
    CreatedDate: Date.parse("2026-11-28T10:00:00Z") / 1000,
    KmsKeyIds: ["DefaultEncryptionKey"],
  });
  expect(world.call("ListSecretVersionIds", { SecretId: "none" })).toEqual({ error: "ResourceNotFoundException" });
});

test.each<[string, object, string]>([
  ["the version that a label names", { VersionStage: "AWSPENDING" }, "S3"],
  ["the version that an id names, without a label too", { VersionId: v(1) }, "S1"],
  ["neither: the current one", {}, "S2"],
  ["a label that nothing has", { VersionStage: "none" }, "ResourceNotFoundException"],
  ["an id that nothing has", { VersionId: v(9) }, "ResourceNotFoundException"],
  ["an id without that label", { VersionId: v(1), VersionStage: "AWSCURRENT" }, "InvalidRequestException"],
])("reads %s", (_, input, expected) => {
  secretWith([], [], ["AWSPENDING"]);
  const { SecretString, error } = world.call("GetSecretValue", { SecretId: "s", ...input });
  expect(SecretString ?? error).toBe(expected);
});

/** userguide/reference_limits.html: "Versions per secret", "Staging labels attached across all versions of a secret"; API_PutSecretValue. */
describe("quotas", () => {
  test("a hundred versions of one day, and no more until the oldest are a day old", () => {
    secretWith(...Array.from({ length: 100 }, () => []));
    expect(put(101)).toEqual({ error: "LimitExceededException" });
    expect(world.call("GetSecretValue", { SecretId: "s" }).VersionId).toBe(v(100));
    world.passDays(1);
    expect(put(101).VersionId).toBe(v(101));
    expect(world.call("GetSecretValue", { SecretId: "s", VersionId: v(1) })).toEqual({ error: "ResourceNotFoundException" });
  });

  test("versions with labels are never removed", () => {
    secretWith(["kept"], ...Array.from({ length: 99 }, () => []));
    world.passDays(2);
    put(101);
    expect(world.call("GetSecretValue", { SecretId: "s", VersionStage: "kept" }).VersionId).toBe(v(1));
  });

  test("twenty labels", () => {
    secretWith([]);
    const more = Array.from({ length: 20 }, (_, index) => `label-${index}`);
    expect(put(2, ...more)).toEqual({ error: "LimitExceededException" });
    expect(put(2, ...more.slice(1)).VersionId).toBe(v(2));
    expect(move("one-more", { to: 1 })).toEqual({ error: "LimitExceededException" });
  });

  test.each<[string, string, object]>([
    ["65,536 bytes", "", { SecretString: "ä".repeat(32_768) }],
    ["65,537 bytes", "ValidationException", { SecretString: `${"ä".repeat(32_768)}a` }],
    ["65,537 bytes, binary", "ValidationException", { SecretBinary: Buffer.alloc(65_537).toString("base64") }],
    ["none", "InvalidRequestException", {}],
    ["both kinds", "InvalidParameterException", { SecretString: "a", SecretBinary: "YQ==" }],
    ["no token", "InvalidRequestException", { SecretString: "a", ClientRequestToken: "" }],
    ["a short token", "InvalidParameterException", { SecretString: "a", ClientRequestToken: "short" }],
  ])("a value of %s: %s", (_, error, input) => {
    secretWith([]);
    expect(world.call("PutSecretValue", { SecretId: "s", ...input }).error ?? "").toBe(error);
  });
});
