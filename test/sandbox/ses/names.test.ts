import { requireIdentityName, requireMailFrom, requireSetName } from "../../../sandbox/ses/names";

const refused = (require: () => void): string | undefined => {
  try {
    require();
    return undefined;
  } catch (error) {
    return (error as { code: string }).code;
  }
};

// https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_PutEmailIdentityMailFromAttributes.html: "a subdomain of the verified identity".
test.each<[mailFrom: string, identity: string, isRight: boolean]>([
  ["bounce.mail.example.com", "mail.example.com", true],
  ["Bounce.Mail.Example.com", "mail.example.com", true],
  ["bounce.example.com", "ann@example.com", true],
  ["mail.example.com", "mail.example.com", false],
  ["bounce.example.com", "mail.example.com", false],
  ["xmail.example.com", "mail.example.com", false],
  ["bounce.other.example", "mail.example.com", false],
  ["not a name.mail.example.com", "mail.example.com", false],
])("MAIL FROM %s of %s", (mailFrom, identity, isRight) => {
  expect(refused(() => requireMailFrom(mailFrom, identity))).toBe(isRight ? undefined : "BadRequestException");
});

test.each<[name: string, isRight: boolean]>([
  ["mail.example.com", true],
  ["ann@example.com", true],
  ["example", false],
  ["mail..example.com", false],
  ["@example.com", false],
  ["an n@example.com", false],
  ["", false],
])("identity %j", (name, isRight) => {
  expect(refused(() => requireIdentityName(name))).toBe(isRight ? undefined : "BadRequestException");
});

test.each<[name: string, isRight: boolean]>([
  ["twinpost-staging_1", true],
  ["x".repeat(64), true],
  ["x".repeat(65), false],
  ["a.b", false],
  ["", false],
])("configuration set %j", (name, isRight) => {
  expect(refused(() => requireSetName(name))).toBe(isRight ? undefined : "BadRequestException");
});
