import { ownerOf, requireNothingLeft } from "../../rehearsal/leftovers";

const environments = [
  { name: "dev", sendingDomain: "mail.dev.example.net" },
  { name: "dev-eu", sendingDomain: "mail.eu.example.net" },
  { name: "prod", sendingDomain: "mail.example.com" },
] as const;
const [dev] = environments;
const things = (...names: string[]) => names.map((what) => ({ what, scheduled: false }));

test.each([
  ["1 topic arn:aws:sns:eu-west-1:1:twinpost-dev-alerts", "dev"],
  ["Cloudflare CNAME s1._domainkey.mail.dev.example.net", "dev"],
  ["1 topic arn:aws:sns:eu-west-1:1:twinpost-dev-eu-alerts", "dev-eu"],
  ["Cloudflare TXT _dmarc.mail.example.com", "prod"],
  ["1 user developer", undefined],
])("%s belongs to %s", (what, owner) => {
  expect(ownerOf(what, environments)).toBe(owner);
});

test("counts what is gone; roles that were there at first, what is scheduled, and evidence may stay", () => {
  const secret = { what: "1 secret twinpost/dev/application", scheduled: true };
  const at = {
    atFirst: things("1 role twinpost-dev-plan"),
    beforeDestroy: things("1 role twinpost-dev-plan", "1 user twinpost-dev-smtp", "1 user twinpost-prod-smtp"),
    afterDestroy: [
      ...things("1 role twinpost-dev-plan", "1 user twinpost-prod-smtp", "1 object bucket/evidence/applied/dev/x.json"),
      secret,
    ],
  };
  expect(requireNothingLeft(dev, environments, at)).toBe(1);
});

test("names what is left, and what is gone of somebody else", () => {
  const at = {
    atFirst: [],
    beforeDestroy: things("1 user twinpost-dev-smtp", "1 alarm twinpost-dev-eu-bounce-rate"),
    afterDestroy: things("1 user twinpost-dev-smtp"),
  };
  expect(() => requireNothingLeft(dev, environments, at)).toThrow(
    /"dev".*\n.*: 1 user twinpost-dev-smtp\n.*: 1 alarm twinpost-dev-eu-bounce-rate$/,
  );
});
