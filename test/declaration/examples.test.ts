/** Which values are examples, and what is told of them: RFC 2606 2 and 3, RFC 6761 6.2 to 6.5, and the files that come with Twinpost. */
import { declaredNotices, requireOwnValues } from "../../declaration/declared-notices";
import { examplesIn, isExample } from "../../declaration/examples";
import { loadDeclared } from "../../declaration/load";
import { findTarget } from "../../declaration/target";
import { declared, declaredData } from "../fixtures/declared";
import { accounts } from "../fixtures/environments/accounts";
import { organisation } from "../fixtures/environments/organisation";
import { prod } from "../fixtures/environments/prod";

test.each([
  ...["111122223333", "arn:aws:iam::444455556666:role/app", "@ada", "@market-edge/platform", "10203040"],
  ...["example.com", "mail.dev.example.net", "a@example.org", "corp.example", "ops@mail.corp.example", "mail.corp.test", "x.invalid"],
  ...["https://app.example.com", "https://app.corp.example/path", "twinpost-seed@gmail.com"],
])("%s is an example", (text) => {
  expect(isExample(text)).toBe(true);
});

test.each([
  ...["999988887777", "arn:aws:iam::999988887777:user/ada", "@grace", "777", "example", "prod", "none"],
  ...[
    "example.co",
    "myexample.com",
    "example.com.au",
    "corp.io",
    "ops@examples.com",
    "https://example.dev",
    "seed@gmail.com",
    "Example Inc.",
  ],
])("%s is none", (text) => {
  expect(isExample(text)).toBe(false);
});

test("an example is told with its place", () => {
  expect(examplesIn({ dns: { zone: "example.com" }, review: { reviewers: ["@grace", "@ada"] }, secrets: undefined, on: true })).toEqual([
    { path: "dns.zone", value: "example.com" },
    { path: "review.reviewers[1]", value: "@ada" },
  ]);
});

/** The tests' own, with the values of somebody else. */
const owned = <T>(value: T): T =>
  JSON.parse(
    JSON.stringify(value)
      .replaceAll(/example\.(com|net)/g, "corp-$1.io")
      .replaceAll("111122223333", "999988887777")
      .replaceAll("444455556666", "222233334444")
      .replaceAll(/(0d4f3e6a8b1c4d5e9f70213243546576|7c1e9a5b2d3f4061827364554a3b2c1d)/g, (id) => id.split("").reverse().join(""))
      .replaceAll("market-edge", "corp")
      .replaceAll("10203040", "77")
      .replaceAll("506070809", "88")
      .replaceAll("twinpost-seed", "corp-seed"),
  );

const { promotion: _, ...alone } = owned(prod);
const own = (domains: unknown[] = owned(organisation).domains.slice(0, 1), sendingDomain = alone.sendingDomain) =>
  loadDeclared(
    declaredData({
      environments: { prod: { ...alone, sendingDomain, sender: { ...alone.sender, address: `a@${sendingDomain}` } } },
      accounts: owned(accounts),
      organisation: { ...owned(organisation), domains },
    }),
  );

test("each file that has examples is told", () => {
  const files = ["dev", "staging", "prod", "accounts", "organisation"].map((name) => `environments/${name}.ts`);
  const told = declaredNotices(declared).filter(({ id }) => id === "declared/example-value");
  expect(told.map(({ where }) => where)).toEqual(files);
  expect(declaredNotices(own()).filter(({ where }) => !where.includes("organisation") && where !== "environments/prod.ts")).toEqual([]);
});

test("limits that contradict the declared volume are told", () => {
  const { environments, accounts: all, organisation: above } = own();
  const [first] = environments;
  if (!first) throw new Error("nothing is declared");
  const told = (sendsPerDay: number, perMonth: number, atOnce: number) =>
    declaredNotices({
      environments: [{ ...first, limits: { sendsPerDay }, capacity: { perMonth, atOnce, withinSeconds: 30 } }],
      accounts: all,
      organisation: above,
    }).flatMap(({ id, where }) => (id === "declared/limits-do-not-fit" ? where : []));
  expect(told(1000, 10_000, 1000)).toEqual([]);
  expect(told(10, 10, 100_000)).toEqual(["environments/prod.ts limits.sendsPerDay", "environments/prod.ts capacity.perMonth"]);
});

test("an administrator of another account is told, and a region that is not known or has no SES", () => {
  const { environments, accounts: all, organisation: above } = own();
  const [first] = environments;
  if (!first) throw new Error("nothing is declared");
  const told = (region: string, administrators: string[]) =>
    declaredNotices({
      environments: [{ ...first, aws: { ...first.aws, region }, sendingProviders: { primary: "ses" } }],
      accounts: () =>
        all()
          .slice(0, 1)
          .map((account) => ({ ...account, administrators })),
      organisation: above,
    }).flatMap(({ id, where }) => (/-elsewhere$|-known$/.test(id) ? `${id} ${where}` : []));
  const [{ id = "" } = {}] = all();
  expect(told("eu-central-1", [`arn:aws:iam::${id}:user/ada`])).toEqual([]);
  expect(told("eu-central-9", [`arn:aws:iam::${id}:user/ada`, "arn:aws:iam::614500000000:user/ada"])).toEqual([
    "declared/administrator-elsewhere environments/accounts.ts [0].administrators[1]",
    "declared/region-not-known environments/prod.ts aws.region",
  ]);
  expect(told("ap-east-1", [`arn:aws:iam::${id}:user/ada`])).toEqual(["declared/region-not-known environments/prod.ts aws.region"]);
});

test("an organisational domain above nothing is told, and an environment below none", () => {
  const ids = (...of: Parameters<typeof own>) =>
    declaredNotices(own(...of)).flatMap(({ id, where }) => (id.startsWith("organisation/") ? `${id} ${where}` : []));
  expect(ids()).toEqual([]);
  expect(ids(owned(organisation).domains)).toEqual(["organisation/nothing-below environments/organisation.ts domains[1]"]);
  expect(ids([])).toEqual(["organisation/domain-not-declared environments/prod.ts sendingDomain"]);
  // Nothing is above a domain that sends itself.
  expect(ids([], "corp-com.io")).toEqual([]);
});

test.each(["prod", "organisation", "account-444455556666"])("%s, an example, does not act for real", (name) => {
  expect(() => requireOwnValues(findTarget(name, declared))).toThrow(expect.objectContaining({ exitCode: 2 }));
});

test.each(["prod", "organisation", "account-222233334444"])(
  "%s with values of one's own does, also where somebody is called @ada",
  (name) => {
    expect(JSON.stringify(own().environments)).toContain("@ada");
    expect(() => requireOwnValues(findTarget(name, own()))).not.toThrow();
  },
);
