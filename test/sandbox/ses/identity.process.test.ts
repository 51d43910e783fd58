import { receiverNameServers } from "../../../sandbox/dns/name-servers";
import { type AwsWorld, startAwsWorld } from "../aws/world";

const domain = "mail.example.com";
const returnPath = `bounce.${domain}`;

let world: AwsWorld;
beforeAll(async () => {
  world = await startAwsWorld();
});
afterAll(() => world.stop());

const states = async () => {
  const { VerifiedForSendingStatus, DkimAttributes, MailFromAttributes } = await world.admin.ses.getEmailIdentity({
    EmailIdentity: domain,
  });
  return [VerifiedForSendingStatus, DkimAttributes?.Status, MailFromAttributes?.MailFromDomainStatus];
};

const zone = () => world.zones.open("example.com", receiverNameServers);

test("an identity is pending until its DNS is right, and says so again when that goes", async () => {
  const { ses } = world.admin;
  const { DkimAttributes } = await ses.createEmailIdentity({ EmailIdentity: domain });
  await ses.putEmailIdentityMailFromAttributes({ EmailIdentity: domain, MailFromDomain: returnPath });
  const tokens = DkimAttributes?.Tokens ?? [];
  expect(tokens).toHaveLength(3);
  expect(await states()).toEqual([false, "PENDING", "PENDING"]);

  const [last = "", ...others] = [...tokens].reverse();
  const publish = (token: string, target = `${token}.dkim.amazonses.com`) =>
    zone().set(token, { name: `${token}._domainkey.${domain}`, ttl: 300, type: "CNAME", target });
  for (const token of others) publish(token);
  expect(await states()).toEqual([false, "PENDING", "PENDING"]);
  publish(last, "elsewhere.example.com");
  expect(await states()).toEqual([false, "PENDING", "PENDING"]);
  publish(last);
  expect(await states()).toEqual([true, "SUCCESS", "PENDING"]);

  const mx = { name: returnPath, ttl: 300, type: "MX" as const, priority: 10 };
  zone().set("mx", { ...mx, target: "feedback-smtp.eu-central-1.amazonses.com" });
  expect(await states()).toEqual([true, "SUCCESS", "PENDING"]);
  zone().set("spf", { name: returnPath, ttl: 300, type: "TXT", strings: ["v=spf1 include:amazonses.com ~all"] });
  expect(await states()).toEqual([true, "SUCCESS", "SUCCESS"]);

  // SES wants to be the only mail exchange there.
  zone().set("second", { ...mx, target: "mx.example.com" });
  expect(await states()).toEqual([true, "SUCCESS", "TEMPORARY_FAILURE"]);
  zone().delete(last);
  expect(await states()).toEqual([false, "TEMPORARY_FAILURE", "TEMPORARY_FAILURE"]);
});

test("one token of three has the key, of 2048 bits, and SES rotates it to the next: the others' texts are empty", async () => {
  const { keys } = world.ses.state.identity(domain);
  const texts = () =>
    keys.map(({ token }) => {
      const [record] = world.zones.zoneOf(`${token}.dkim.amazonses.com`)?.lookup(`${token}.dkim.amazonses.com`, "TXT").records ?? [];
      return record?.type === "TXT" ? record.strings.join("").slice(0, 2) : undefined;
    });
  expect((await keys[0]?.key)?.asymmetricKeyDetails).toMatchObject({ modulusLength: 2048 });
  expect(texts()).toEqual(["p=", "", ""]);
  await world.ses.state.rotateDkimKey(domain);
  expect(texts()).toEqual(["", "p=", ""]);
  expect(keys.map(({ key }) => key !== undefined)).toEqual([false, true, false]);
});

test("what does not exist, or exists already, is refused in AWS's words", async () => {
  const { ses } = world.admin;
  await expect(ses.getEmailIdentity({ EmailIdentity: "stranger.example" })).rejects.toMatchObject({ name: "NotFoundException" });
  await expect(ses.createEmailIdentity({ EmailIdentity: domain })).rejects.toMatchObject({ name: "AlreadyExistsException" });
  await expect(ses.createEmailIdentity({ EmailIdentity: "other.example", ConfigurationSetName: "no-such-set" })).rejects.toMatchObject({
    name: "NotFoundException",
  });
});
