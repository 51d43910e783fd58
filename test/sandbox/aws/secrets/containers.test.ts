/** Secrets themselves, their copies and policies. Sources as in versions.test.ts; the operation is named in each row. */
import { labels, region, type SecretsWorld, secretsWorld } from "./world";

let world: SecretsWorld;
beforeEach(() => {
  world = secretsWorld();
});
const other = "eu-west-1";
const replicated = { Name: "s", SecretString: "S1", AddReplicaRegions: [{ Region: other }] };

describe("a secret that waits to be deleted", () => {
  beforeEach(() => {
    world.call("CreateSecret", { Name: "s", SecretString: "S1" });
    world.call("DeleteSecret", { SecretId: "s", RecoveryWindowInDays: 7 });
  });

  test.each<[string, object]>([
    ["PutSecretValue", { SecretId: "s", SecretString: "S2" }],
    ["GetSecretValue", { SecretId: "s" }],
    ["UpdateSecret", { SecretId: "s", Description: "d" }],
    ["UpdateSecretVersionStage", { SecretId: "s", VersionStage: "x" }],
    ["TagResource", { SecretId: "s", Tags: [] }],
    ["PutResourcePolicy", { SecretId: "s", ResourcePolicy: "{}" }],
    ["ReplicateSecretToRegions", { SecretId: "s", AddReplicaRegions: [{ Region: other }] }],
    ["RotateSecret", { SecretId: "s" }],
    ["DeleteSecret", { SecretId: "s" }],
    // Recorded: test_exp_raised_on_creation_of_secret_scheduled_for_deletion.
    ["CreateSecret", { Name: "s" }],
  ])("%s: InvalidRequestException", (operation, input) => {
    expect(world.call(operation, input)).toEqual({ error: "InvalidRequestException" });
    expect(world.call("DescribeSecret", { SecretId: "s" }).DeletedDate).toBe(Date.parse("2026-12-05T10:00:00Z") / 1000);
  });

  test("is brought back with what it had", () => {
    world.call("RestoreSecret", { SecretId: "s" });
    expect(world.call("GetSecretValue", { SecretId: "s" }).SecretString).toBe("S1");
    expect(world.call("DescribeSecret", { SecretId: "s" }).DeletedDate).toBeUndefined();
  });

  test("is listed on demand only, and is gone when its window ends", () => {
    const names = (input: object) => (world.call("ListSecrets", input).SecretList as { Name: string }[]).map(({ Name }) => Name);
    expect([names({}), names({ IncludePlannedDeletion: true }), world.list()]).toEqual([[], ["s"], [{ name: "s", scheduled: true }]]);
    world.passDays(7);
    expect(world.call("DescribeSecret", { SecretId: "s" })).toEqual({ error: "ResourceNotFoundException" });
    expect(world.call("CreateSecret", { Name: "s" }).Name).toBe("s");
  });
});

test.each<[string, string, string, object]>([
  ["what is missing", "ResourceNotFoundException", "GetSecretValue", { SecretId: "none" }],
  ["a name that is taken", "ResourceExistsException", "CreateSecret", { Name: "s" }],
  ["a name with a space", "ValidationException", "CreateSecret", { Name: "Inv Name" }],
  ["a window of 6 days", "InvalidParameterException", "DeleteSecret", { SecretId: "s", RecoveryWindowInDays: 6 }],
  ["a window of 31 days", "InvalidParameterException", "DeleteSecret", { SecretId: "s", RecoveryWindowInDays: 31 }],
  [
    "a window and force",
    "InvalidParameterException",
    "DeleteSecret",
    { SecretId: "s", RecoveryWindowInDays: 7, ForceDeleteWithoutRecovery: true },
  ],
  ["rotation without a function", "InvalidRequestException", "RotateSecret", { SecretId: "s" }],
  ["a policy that is no JSON", "MalformedPolicyDocumentException", "PutResourcePolicy", { SecretId: "s", ResourcePolicy: "{" }],
  ["a policy without statements", "MalformedPolicyDocumentException", "PutResourcePolicy", { SecretId: "s", ResourcePolicy: "{}" }],
  [
    "a policy for everybody",
    "PublicPolicyException",
    "PutResourcePolicy",
    {
      SecretId: "s",
      BlockPublicPolicy: true,
      ResourcePolicy: JSON.stringify({ Statement: { Effect: "Allow", Principal: "*", Action: "*", Resource: "*" } }),
    },
  ],
  [
    "a copy in its own region",
    "InvalidParameterException",
    "ReplicateSecretToRegions",
    { SecretId: "s", AddReplicaRegions: [{ Region: region }] },
  ],
])("refuses %s", (_, error, operation, input) => {
  world.call("CreateSecret", { Name: "s", SecretString: "S1" });
  expect(world.call(operation, input)).toEqual({ error });
});

test("a secret without a value has no versions, and no VersionId", () => {
  const created = world.call("CreateSecret", { Name: "s" });
  expect(Object.keys(created)).toEqual(["ARN", "Name"]);
  expect(Object.keys(world.call("DescribeSecret", { SecretId: "s" })).sort()).toEqual(["ARN", "CreatedDate", "LastChangedDate", "Name"]);
});

test("creation that is repeated with its token and value is ignored", () => {
  const input = { Name: "s", SecretString: "S1", ClientRequestToken: world.token() };
  expect(world.call("CreateSecret", input)).toEqual(world.call("CreateSecret", input));
  expect(world.call("CreateSecret", { ...input, SecretString: "S2" })).toEqual({ error: "ResourceExistsException" });
});

/** Recorded: test_create_and_update_secret; userguide/troubleshoot.html#ARN_secretnamehyphen for the last row. */
test.each<[string, string, (arn: string) => string, string]>([
  ["the name", "s", () => "s", "S1"],
  ["the ARN", "s", (arn) => arn, "S1"],
  ["the ARN without its suffix", "s", (arn) => arn.slice(0, -7), "S1"],
  ["an ARN with another suffix", "s", (arn) => `${arn.slice(0, -6)}AAAAAA`, "ResourceNotFoundException"],
  ["an ARN of another region", "s", (arn) => arn.replace(region, other), "ResourceNotFoundException"],
  [
    "the suffixless ARN of a name that ends like a suffix",
    "Invalid/_+=.@-Name-a1b2c3",
    (arn) => arn.slice(0, -7),
    "ResourceNotFoundException",
  ],
])("is found by %s", (_, Name, idOf, expected) => {
  const { ARN } = world.call("CreateSecret", { Name, SecretString: "S1" });
  expect(ARN).toMatch(/:secret:.*-[A-Za-z0-9]{6}$/);
  const { SecretString, error } = world.call("GetSecretValue", { SecretId: idOf(String(ARN)) });
  expect(SecretString ?? error).toBe(expected);
});

test("a secret that is deleted by force is gone at once, and can be made again", () => {
  world.call("CreateSecret", { Name: "s", SecretString: "S1" });
  expect(world.call("DeleteSecret", { SecretId: "s", ForceDeleteWithoutRecovery: true }).Name).toBe("s");
  expect(world.call("DeleteSecret", { SecretId: "s", ForceDeleteWithoutRecovery: true }).error).toBeUndefined();
  expect(world.call("CreateSecret", { Name: "s" }).Name).toBe("s");
});

test("tags, a description, a key and a policy are kept and given back", () => {
  world.call("CreateSecret", {
    Name: "s",
    Description: "what for",
    KmsKeyId: "alias/own",
    Tags: [
      { Key: "a", Value: "1" },
      { Key: "b", Value: "2" },
    ],
  });
  world.call("TagResource", { SecretId: "s", Tags: [{ Key: "a", Value: "3" }] });
  world.call("UntagResource", { SecretId: "s", TagKeys: ["b", "none"] });
  const ResourcePolicy = JSON.stringify({ Statement: [{ Effect: "Deny", Principal: "*", Action: "*", Resource: "*" }] });
  world.call("PutResourcePolicy", { SecretId: "s", ResourcePolicy, BlockPublicPolicy: true });
  expect(world.call("DescribeSecret", { SecretId: "s" })).toMatchObject({
    Description: "what for",
    KmsKeyId: "alias/own",
    Tags: [{ Key: "a", Value: "3" }],
  });
  expect(world.call("GetResourcePolicy", { SecretId: "s" }).ResourcePolicy).toBe(ResourcePolicy);
  world.call("DeleteResourcePolicy", { SecretId: "s" });
  expect(world.call("GetResourcePolicy", { SecretId: "s" }).ResourcePolicy).toBeUndefined();
});

test("lists are filtered and come in pages", () => {
  for (const Name of ["a/1", "a/2", "b/1"])
    world.call("CreateSecret", { Name, Description: `Secret of ${Name}`, Tags: [{ Key: "of", Value: Name }] });
  const names = (input: object) =>
    (world.call("ListSecrets", { SortOrder: "asc", ...input }).SecretList as { Name: string }[]).map(({ Name }) => Name);
  expect(names({ Filters: [{ Key: "name", Values: ["a/"] }] })).toEqual(["a/1", "a/2"]);
  expect(names({ Filters: [{ Key: "name", Values: ["!a/"] }] })).toEqual(["b/1"]);
  expect(names({ Filters: [{ Key: "tag-value", Values: ["b"] }] })).toEqual(["b/1"]);
  const { NextToken } = world.call("ListSecrets", { SortOrder: "asc", MaxResults: 2 });
  expect(names({ MaxResults: 2, NextToken })).toEqual(["b/1"]);
});

/** userguide/replicate-secrets.html, API_ReplicateSecretToRegions, API_StopReplicationToReplica, API_DeleteSecret */
describe("a copy in another region", () => {
  const status = (): unknown =>
    (world.call("DescribeSecret", { SecretId: "s" }).ReplicationStatus as { Status: string }[]).map(({ Status }) => Status);
  const there = (): unknown => world.call("GetSecretValue", { SecretId: "s" }, other).SecretString;

  test("has the same name, versions and labels, and the same suffix in its ARN", () => {
    const { ARN } = world.call("CreateSecret", replicated);
    world.call("PutSecretValue", { SecretId: "s", SecretString: "S2" });
    const copy = world.call("DescribeSecret", { SecretId: "s" }, other);
    expect([copy.ARN, copy.PrimaryRegion, copy.VersionIdsToStages]).toEqual([String(ARN).replace(region, other), region, labels(world)]);
    expect([there(), status()]).toEqual(["S2", ["InSync"]]);
  });

  test("shows what is written late, when it is told to lag", () => {
    world.call("CreateSecret", replicated);
    world.delayCopies(2000);
    world.call("PutSecretValue", { SecretId: "s", SecretString: "S2" });
    world.passMs(1999);
    expect([there(), status()]).toEqual(["S1", ["InProgress"]]);
    world.passMs(1);
    expect([there(), status()]).toEqual(["S2", ["InSync"]]);
  });

  test.each<[string, object]>([
    ["PutSecretValue", { SecretString: "S2" }],
    ["UpdateSecretVersionStage", { VersionStage: "x" }],
    ["TagResource", { Tags: [] }],
    ["DeleteSecret", {}],
  ])("is not written itself: %s", (operation, input) => {
    world.call("CreateSecret", replicated);
    expect(world.call(operation, { SecretId: "s", ...input }, other)).toEqual({ error: "InvalidParameterException" });
  });

  test("keeps its original from being deleted until it is removed", () => {
    world.call("CreateSecret", replicated);
    expect(world.call("DeleteSecret", { SecretId: "s" })).toEqual({ error: "InvalidParameterException" });
    world.call("RemoveRegionsFromReplication", { SecretId: "s", RemoveReplicaRegions: [other] });
    expect(world.call("DescribeSecret", { SecretId: "s" }, other)).toEqual({ error: "ResourceNotFoundException" });
    expect(world.call("DeleteSecret", { SecretId: "s" }).Name).toBe("s");
  });

  test("fails where the name is taken, unless it may overwrite", () => {
    world.call("CreateSecret", { Name: "s", SecretString: "theirs" }, other);
    world.call("CreateSecret", replicated);
    expect([status(), there()]).toEqual([["Failed"], "theirs"]);
    world.call("ReplicateSecretToRegions", { SecretId: "s", AddReplicaRegions: [{ Region: other }], ForceOverwriteReplicaSecret: true });
    expect([status(), there()]).toEqual([["InSync"], "S1"]);
  });

  test("becomes a secret of its own when replication is stopped", () => {
    world.call("CreateSecret", replicated);
    world.call("StopReplicationToReplica", { SecretId: "s" }, other);
    expect(world.call("PutSecretValue", { SecretId: "s", SecretString: "own" }, other).VersionStages).toEqual(["AWSCURRENT"]);
    expect([there(), world.call("GetSecretValue", { SecretId: "s" }).SecretString]).toEqual(["own", "S1"]);
    expect(world.call("DescribeSecret", { SecretId: "s" }).ReplicationStatus).toBeUndefined();
  });
});
