/** Taking roles, by the real SDK. https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
import { STS } from "@aws-sdk/client-sts";
import { codeAt } from "../../../sandbox/aws/sts/one-time-codes";
import { createRole, job, keysOf, provider, refusal, tokenOf, trustOf, verifyWebIdentity } from "./roles";
import { type AwsWorld, account, createUser, otherAccount, region, startAwsWorld } from "./world";

let world: AwsWorld;
let ann: ReturnType<AwsWorld["clients"]>;
const arnOf = (kind: string, name: string): string => `arn:aws:iam::${account}:${kind}/${name}`;
const RoleSessionName = "session";
const everything = { Effect: "Allow", Action: "*", Resource: "*" };

beforeAll(async () => {
  world = await startAwsWorld({ verifyWebIdentity });
  ann = world.clients(await createUser(world, "ann"));
  await world.admin.iam.createOpenIDConnectProvider({
    Url: "https://token.actions.githubusercontent.com",
    ClientIDList: ["sts.amazonaws.com"],
    ThumbprintList: ["0".repeat(40)],
  });
  const jobs = {
    Effect: "Allow",
    Principal: { Federated: provider },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: {
      StringEquals: { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" },
      StringLike: { "token.actions.githubusercontent.com:sub": "repo:market-edge/*:environment:prod" },
    },
  };
  await createRole(world, "ours", { trust: trustOf(arnOf("user", "ann")), may: everything, maxSeconds: 7200 });
  await createRole(world, "accounts", { trust: trustOf(`arn:aws:iam::${account}:root`) });
  await createRole(world, "guests", { trust: trustOf(arnOf("user", "ann"), { StringEquals: { "sts:ExternalId": "42" } }) });
  await createRole(world, "with-mfa", { trust: trustOf(arnOf("user", "ann"), { Bool: { "aws:MultiFactorAuthPresent": "true" } }) });
  await createRole(world, "next", { trust: trustOf(arnOf("role", "ours")), maxSeconds: 43_200 });
  await createRole(world, "foreign", { trust: trustOf(`arn:aws:iam::${otherAccount}:root`) });
  await createRole(world, "jobs", { trust: jobs });
});
afterAll(() => world.stop());

const take = (RoleName: string, more: object = {}, by = ann) =>
  by.sts.assumeRole({ RoleArn: arnOf("role", RoleName), RoleSessionName, ...more });
const notAuthorized = (role: string, who = arnOf("user", "ann")): string =>
  `AccessDenied: User: ${who} is not authorized to perform: sts:AssumeRole on resource: ${arnOf("role", role)}`;

test("a session says whose it is", async () => {
  const { Credentials, AssumedRoleUser } = await take("ours");
  const Arn = `arn:aws:sts::${account}:assumed-role/ours/session`;
  expect(AssumedRoleUser?.Arn).toBe(Arn);
  expect(await world.clients(keysOf(Credentials)).sts.getCallerIdentity({})).toMatchObject({ Account: account, Arn });
  expect(Credentials?.Expiration?.getTime()).toBeGreaterThan(Date.now() + 3_500_000);
});

test.each<[string, string, object, string]>([
  ["that does not exist", "nobodys", {}, notAuthorized("nobodys")],
  ["that trusts GitHub alone", "jobs", {}, notAuthorized("jobs")],
  ["of guests, with another external id", "guests", { ExternalId: "41" }, notAuthorized("guests")],
  ["of guests, with the right one", "guests", { ExternalId: "42" }, ""],
  [
    "that leaves it to the account",
    "accounts",
    {},
    `${notAuthorized("accounts")} because no identity-based policy allows the sts:AssumeRole action`,
  ],
  ["that needs MFA", "with-mfa", {}, notAuthorized("with-mfa")],
])("a role %s", async (_, role, more, said) => {
  expect(await refusal(take(role, more))).toBe(said);
});

test.each<[object, RegExp]>([
  [{ DurationSeconds: 899 }, /^ValidationError: .*'899' at 'durationSeconds'.*greater than or equal to 900$/],
  [{ DurationSeconds: 43_201 }, /^ValidationError: .*less than or equal to 43200$/],
  [{ DurationSeconds: 7_201 }, /^ValidationError: .*MaxSessionDuration set for this role/],
  [{ RoleSessionName: "a b" }, /^ValidationError: .*'a b' at 'roleSessionName'.*regular expression/],
  [{ RoleArn: "arn:aws:iam::1:role/short" }, /^ValidationError: .*is invalid$/],
  [{ Policy: "{" }, /^MalformedPolicyDocument/],
])("%j is refused", async (more, said) => {
  expect(await refusal(take("ours", more))).toMatch(said);
});

test("a person's MFA code opens what asks for one", async () => {
  const { VirtualMFADevice } = await world.admin.iam.createVirtualMFADevice({ VirtualMFADeviceName: "ann" });
  const SerialNumber = VirtualMFADevice?.SerialNumber ?? "";
  const seed = Buffer.from(VirtualMFADevice?.Base32StringSeed ?? []).toString();
  const codes = { AuthenticationCode1: "000000", AuthenticationCode2: "000000" };
  await world.admin.iam.enableMFADevice({ UserName: "ann", SerialNumber, ...codes });
  expect(await refusal(take("with-mfa", { SerialNumber, TokenCode: "12345x" }))).toMatch(/^AccessDenied: MultiFactorAuthentication failed/);
  expect(await refusal(take("with-mfa", { SerialNumber, TokenCode: codeAt(seed, new Date()) }))).toBe("");
});

test("a role is taken from another, for an hour at most", async () => {
  const ours = world.clients(keysOf((await take("ours")).Credentials));
  const { AssumedRoleUser } = await take("next", {}, ours);
  expect(AssumedRoleUser?.Arn).toBe(`arn:aws:sts::${account}:assumed-role/next/session`);
  expect(await refusal(take("next", { DurationSeconds: 3_601 }, ours))).toMatch(/1 hour session limit for roles assumed by role chaining/);
  expect(await refusal(take("next"))).toBe(notAuthorized("next"));
});

test("from another account both sides must allow", async () => {
  expect(await refusal(take("foreign", {}, world.otherAdmin))).toBe("");
  expect(await refusal(take("foreign"))).toBe(notAuthorized("foreign"));
});

test("tags of a session need to be allowed as well", async () => {
  const Tags = [{ Key: "team", Value: "a" }];
  expect(await refusal(take("ours", { Tags }))).toMatch(/sts:TagSession/);
});

const unsigned = (): STS => new STS({ endpoint: world.aws.url, region, maxAttempts: 1, signer: { sign: async (request) => request } });
const prod = "repo:market-edge/email:environment:prod";
const asJob = (token: string, role = "jobs", id = account) =>
  unsigned().assumeRoleWithWebIdentity({ RoleArn: `arn:aws:iam::${id}:role/${role}`, RoleSessionName, WebIdentityToken: token });

test("a job with GitHub's token takes the role that trusts its subject", async () => {
  const answer = await asJob(tokenOf(job(prod)));
  expect(answer).toMatchObject({ SubjectFromWebIdentityToken: prod, Audience: "sts.amazonaws.com", Provider: provider });
  const identity = await world.clients(keysOf(answer.Credentials)).sts.getCallerIdentity({});
  expect(identity.Arn).toBe(`arn:aws:sts::${account}:assumed-role/jobs/session`);
});

test.each<[string, () => Promise<unknown>, string | RegExp]>([
  [
    "of another subject",
    () => asJob(tokenOf(job("repo:market-edge/email:ref:refs/heads/main"))),
    /^AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity$/,
  ],
  ["for a role that trusts people", () => asJob(tokenOf(job(prod)), "ours"), /^AccessDenied/],
  ["for a role that does not exist", () => asJob(tokenOf(job(prod)), "nobodys"), /^AccessDenied/],
  ["for another audience", () => asJob(tokenOf(job(prod, { aud: "me" }))), /^InvalidIdentityTokenException: Incorrect token audience$/],
  [
    "of another issuer",
    () => asJob(tokenOf(job(prod, { iss: "https://example.com" }))),
    /^InvalidIdentityTokenException: No OpenIDConnect provider found in your account for https:\/\/example.com$/,
  ],
  [
    "for an account without GitHub",
    () => asJob(tokenOf(job(prod)), "jobs", otherAccount),
    /^InvalidIdentityTokenException: No OpenIDConnect provider/,
  ],
  [
    "that is too old",
    () => asJob(tokenOf(job(prod, { exp: 1_700_000_000 }))),
    /^ExpiredTokenException: Token expired: .* the expiration date\/time 1700000000$/,
  ],
  [
    "that somebody changed",
    () => asJob(tokenOf(job("x")).replace(/\.[^.]+\./, `.${tokenOf(job(prod)).split(".")[1]}.`)),
    /^InvalidIdentityTokenException: Couldn't retrieve/,
  ],
  ["that is none", () => asJob("nothing"), /^InvalidIdentityTokenException: The ID Token provided is not a valid JWT/],
])("a token %s is refused", async (_, call, said) => {
  expect(await refusal(call())).toMatch(said);
});

test("without its token, or with another's, a session's key is nobody's", async () => {
  const { Credentials } = await take("ours");
  const { accessKeyId, secretAccessKey } = keysOf(Credentials);
  for (const sessionToken of ["", "another"])
    expect(await refusal(world.clients({ accessKeyId, secretAccessKey, sessionToken }).sts.getCallerIdentity({}))).toMatch(
      /^InvalidClientTokenId/,
    );
});

test("whoever takes roles by calls that the sandbox does not have is told so", async () => {
  expect(await refusal(ann.sts.getSessionToken({}))).toMatch(/^NotImplemented/);
  expect([...world.log.unknown]).toEqual(["sts: GetSessionToken"]);
});
