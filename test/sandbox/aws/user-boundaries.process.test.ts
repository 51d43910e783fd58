/** A user's permissions boundary is kept, shown, judged with, and known to conditions. https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html */
import { createRole, keysOf, refusal, trustOf } from "./roles";
import { type AwsWorld, account, createUser, startAwsWorld } from "./world";

let world: AwsWorld;
let boundary = "";
let another = "";
const policy = (...Action: string[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: { Effect: "Allow", Action, Resource: "*" } });
beforeAll(async () => {
  world = await startAwsWorld();
  const made = async (PolicyName: string): Promise<string> =>
    (await world.admin.iam.createPolicy({ PolicyName, PolicyDocument: policy("iam:GetUser") })).Policy?.Arn ?? "";
  [boundary, another] = [await made("boundary"), await made("another")];
}, 180_000);
afterAll(() => world.stop());

const shown = async (UserName: string) => {
  const { PermissionsBoundary } = (await world.admin.iam.getUser({ UserName })).User ?? {};
  return PermissionsBoundary && [PermissionsBoundary.PermissionsBoundaryType, PermissionsBoundary.PermissionsBoundaryArn];
};

test("GetUser shows what CreateUser and PutUserPermissionsBoundary set, until it is deleted", async () => {
  const { iam } = world.admin;
  await iam.createUser({ UserName: "made-with", PermissionsBoundary: boundary });
  expect(await shown("made-with")).toEqual(["PermissionsBoundaryPolicy", boundary]);
  await iam.putUserPermissionsBoundary({ UserName: "made-with", PermissionsBoundary: another });
  expect(await shown("made-with")).toEqual(["PermissionsBoundaryPolicy", another]);
  await iam.deleteUserPermissionsBoundary({ UserName: "made-with" });
  expect(await shown("made-with")).toBeUndefined();
  await iam.putUserPermissionsBoundary({ UserName: "made-with", PermissionsBoundary: boundary });
  await iam.deleteUser({ UserName: "made-with" });
  await iam.createUser({ UserName: "made-with" });
  expect(await shown("made-with")).toBeUndefined();
});

test("what does not exist is refused", async () => {
  const { iam } = world.admin;
  const missing = `arn:aws:iam::${account}:policy/nowhere`;
  await iam.createUser({ UserName: "plain" });
  for (const call of [
    iam.createUser({ UserName: "never", PermissionsBoundary: missing }),
    iam.putUserPermissionsBoundary({ UserName: "plain", PermissionsBoundary: missing }),
    iam.putUserPermissionsBoundary({ UserName: "nobody", PermissionsBoundary: boundary }),
    iam.deleteUserPermissionsBoundary({ UserName: "plain" }),
    iam.getUser({ UserName: "never" }),
  ])
    await expect(call).rejects.toMatchObject({ name: "NoSuchEntityException" });
});

test("a user may do no more than policy and boundary both allow", async () => {
  const { iam } = world.clients(await createUser(world, "bounded", JSON.parse(policy("iam:*")) as object));
  expect(await refusal(iam.listUsers({}))).toBe("");
  await world.admin.iam.putUserPermissionsBoundary({ UserName: "bounded", PermissionsBoundary: boundary });
  expect(await refusal(iam.getUser({ UserName: "bounded" }))).toBe("");
  expect(await refusal(iam.listUsers({}))).toMatch(/no permissions boundary allows the iam:ListUsers action/);
});

test("a user that is deleted, as a destroy does it, leaves what others may do as it was", async () => {
  const { iam } = world.admin;
  const stays = world.clients(await createUser(world, "stays", JSON.parse(policy("iam:GetUser")) as object));
  await createUser(world, "goes", JSON.parse(policy("iam:*")) as object);
  for (const PolicyName of (await iam.listUserPolicies({ UserName: "goes" })).PolicyNames ?? [])
    await iam.deleteUserPolicy({ UserName: "goes", PolicyName });
  for (const { AccessKeyId } of (await iam.listAccessKeys({ UserName: "goes" })).AccessKeyMetadata ?? [])
    await iam.deleteAccessKey({ UserName: "goes", AccessKeyId });
  await iam.deleteUser({ UserName: "goes" });
  expect(await refusal(stays.iam.getUser({ UserName: "stays" }))).toBe("");
  expect(await refusal(stays.iam.listUsers({}))).toMatch(/^AccessDenied/);
});

test("a role that must keep users bounded makes and changes no others", async () => {
  await createUser(world, "ann");
  const may = [
    {
      Effect: "Allow",
      Action: ["iam:CreateUser", "iam:PutUserPolicy", "iam:PutUserPermissionsBoundary"],
      Resource: "*",
      Condition: { StringEquals: { "iam:PermissionsBoundary": boundary } },
    },
  ];
  const RoleArn = await createRole(world, "keeper", { trust: trustOf(`arn:aws:iam::${account}:root`), may });
  const admin = await createUser(world, "keepers-admin", JSON.parse(policy("sts:AssumeRole")) as object);
  const { Credentials } = await world.clients(admin).sts.assumeRole({ RoleArn, RoleSessionName: "me" });
  const { iam } = world.clients(keysOf(Credentials));
  const inline = { PolicyName: "all", PolicyDocument: policy("*") };

  expect(await refusal(iam.createUser({ UserName: "free" }))).toMatch(/^AccessDenied/);
  expect(await refusal(iam.createUser({ UserName: "free", PermissionsBoundary: another }))).toMatch(/^AccessDenied/);
  expect(await refusal(iam.createUser({ UserName: "kept", PermissionsBoundary: boundary }))).toBe("");
  expect(await refusal(iam.putUserPolicy({ UserName: "kept", ...inline }))).toBe("");
  expect(await refusal(iam.putUserPolicy({ UserName: "ann", ...inline }))).toMatch(/^AccessDenied/);
  expect(await refusal(iam.putUserPermissionsBoundary({ UserName: "ann", PermissionsBoundary: boundary }))).toBe("");
  expect(await refusal(iam.putUserPolicy({ UserName: "ann", ...inline }))).toBe("");
});
