import { receiverNameServers } from "../../../sandbox/dns/name-servers";
import { expectedSmtpPassword } from "../../../sandbox/ses/smtp-password";
import { SmtpRefusal } from "../../../sandbox/submission/backend";
import { type AwsWorld, type Credentials, createUser, startAwsWorld } from "../aws/world";

const domain = "mail.example.com";
const returnPath = `bounce.${domain}`;
const region = "eu-central-1";

let world: AwsWorld;
let key: Credentials;
beforeAll(async () => {
  world = await startAwsWorld();
  const { ses } = world.admin;
  await ses.createConfigurationSet({ ConfigurationSetName: "staging", DeliveryOptions: { TlsPolicy: "REQUIRE" } });
  await ses.createEmailIdentity({ EmailIdentity: domain, ConfigurationSetName: "staging" });
  await ses.putEmailIdentityMailFromAttributes({ EmailIdentity: domain, MailFromDomain: returnPath });
  const arn = (kind: string, name: string): string => `arn:aws:ses:${region}:480312345678:${kind}/${name}`;
  key = await createUser(world, "smtp", {
    Version: "2012-10-17",
    Statement: {
      Effect: "Allow",
      Action: "ses:SendRawEmail",
      Resource: [arn("identity", domain), arn("configuration-set", "staging")],
      Condition: { StringEquals: { "ses:FromAddress": `invitations@${domain}` } },
    },
  });
});
afterAll(() => world.stop());

const zone = () => world.zones.open("example.com", receiverNameServers);

function publishDkim(): void {
  for (const { token } of world.ses.state.identity(domain).keys)
    zone().set(token, { name: `${token}._domainkey.${domain}`, ttl: 300, type: "CNAME", target: `${token}.dkim.amazonses.com` });
}

function publishReturnPath(): void {
  const target = `feedback-smtp.${region}.amazonses.com`;
  zone().set("mx", { name: returnPath, ttl: 300, type: "MX", priority: 10, target });
  zone().set("spf", { name: returnPath, ttl: 300, type: "TXT", strings: ["v=spf1 include:amazonses.com ~all"] });
}

const login = ({ accessKeyId, secretAccessKey } = key) =>
  world.ses.submission.authenticate(accessKeyId, expectedSmtpPassword(secretAccessKey, region));

const accept = (from = `Market Edge <invitations@${domain}>`, headers = "") =>
  world.ses.submission.accept(
    "smtp",
    { from: `bounces@${domain}`, to: ["ann@receiver.example"] },
    Buffer.from(`From: ${from}\r\n${headers}\r\nHello\r\n`),
  );

const refusal = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => (error instanceof SmtpRefusal ? error : Promise.reject(error)),
  );

describe("a login", () => {
  test("is by the access key and the password derived from its secret", async () => {
    await expect(login()).resolves.toBe("smtp");
  });

  test.each([
    ["the secret itself is no password", () => world.ses.submission.authenticate(key.accessKeyId, key.secretAccessKey)],
    [
      "the password of another region",
      () => world.ses.submission.authenticate(key.accessKeyId, expectedSmtpPassword(key.secretAccessKey, "us-east-1")),
    ],
    ["a key that nobody has", () => login({ ...key, accessKeyId: `AKIA${"Z".repeat(16)}` })],
  ])("is refused: %s", async (_, attempt) => {
    expect(await refusal(attempt())).toMatchObject({ code: 535 });
  });

  test("ends with the key: switched off, then deleted", async () => {
    const other = await createUser(world, "rotated");
    const words = { UserName: "rotated", AccessKeyId: other.accessKeyId };
    await expect(login(other)).resolves.toBe("rotated");
    await world.admin.iam.updateAccessKey({ ...words, Status: "Inactive" });
    expect(await refusal(login(other))).toMatchObject({ code: 535 });
    await world.admin.iam.updateAccessKey({ ...words, Status: "Active" });
    await expect(login(other)).resolves.toBe("rotated");
    await world.admin.iam.deleteAccessKey(words);
    expect(await refusal(login(other))).toMatchObject({ code: 535 });
  });
});

// In the order of an environment's first hour.
describe("a message", () => {
  test("sent before the identity is verified is refused, naming the address", async () => {
    expect(await refusal(accept())).toMatchObject({
      code: 554,
      message: expect.stringMatching(/not verified.*EU-CENTRAL-1: invitations@mail\.example\.com/),
    });
  });

  test("sent before MAIL FROM is proven goes out under SES's own return path, which is not aligned", async () => {
    publishDkim();
    expect(await accept()).toMatchObject({ returnPath: expect.stringMatching(/@eu-central-1\.amazonses\.com$/) });
  });

  test("then goes out under the environment's own, signed twice, with TLS required by its configuration set", async () => {
    publishReturnPath();
    const { returnPath: path, signatures, requireTls, headers } = await accept();
    expect(path.split("@")[1]).toBe(returnPath);
    expect(signatures.map((signature) => signature.domain)).toEqual([domain, "amazonses.com"]);
    expect(requireTls).toBe(true);
    expect(headers?.["Message-ID"]).toMatch(/^<0102[0-9a-f-]+@eu-central-1\.amazonses\.com>$/);
  });

  test("from an address that the user's policy does not name is refused", async () => {
    expect(await refusal(accept(`ceo@${domain}`))).toMatchObject({
      code: 554,
      message: expect.stringContaining("not authorized to perform `ses:SendRawEmail'"),
    });
  });

  test("from a domain that is nobody's identity is refused", async () => {
    expect(await refusal(accept("ann@stranger.example"))).toMatchObject({ code: 554, message: expect.stringContaining("not verified") });
  });

  test("under a configuration set that the policy does not name is refused", async () => {
    expect(await refusal(accept(undefined, "X-SES-CONFIGURATION-SET: other\r\n"))).toMatchObject({ code: 554 });
  });
});
