/** Environments that nobody thought of: 200 right ones pass, 300 with one thing wrong are refused at that very place. Seeded, so it repeats. */
import fc from "fast-check";
import { faultText } from "../../declaration/check";
import { checkEnvironments, throwFaults } from "../../declaration/load";
import { OperatorError } from "../../declaration/operator-error";
import { valueAt } from "../../declaration/relations/relations";
import { type Environment, environmentSchema, sendingProvidersOf } from "../../declaration/schema/environment";
import { type Field, fieldsOf } from "../../declaration/schema/fields";
import { boundToProviders, completeEnvironment, completeFor, keysOf, put } from "./complete";

const seed = 20261123;
const fields = fieldsOf(environmentSchema);

const label = fc.stringMatching(/^[a-z]([a-z0-9-]{0,8}[a-z0-9])?$/);
const domain = fc
  .tuple(fc.array(label, { minLength: 1, maxLength: 3 }), fc.constantFrom("com", "net", "org", "co.uk", "xn--p1ai"))
  .map(([labels, top]) => [...labels, top].join("."));
const localPart = fc.stringMatching(/^[a-z0-9!#$%&'*+/=?^_`{|}~-]{1,12}(\.[a-z0-9+]{1,8})?$/).filter((local) => !/[$%]\{/.test(local));
// A top-level domain that no sending domain here has, so that no address needs mail servers of ours.
const address = fc.tuple(localPart, domain).map(([local, at]) => `${local}@${at}.example`);
const reportAddress = fc.tuple(fc.stringMatching(/^[a-z0-9$'*+_~-]{1,12}$/), domain).map(([local, at]) => `${local}@${at}.example`);
const digits = (count: number) => fc.stringMatching(new RegExp(`^\\d{${count}}$`));
const policy = fc.constantFrom("none", "quarantine", "reject");
const whole = fc.integer({ min: 1, max: 1_000_000 });

/** What may differ in an environment; the rest, new fields among it, is as in the complete one. */
const different = fc.record({
  name: fc.stringMatching(/^[a-z][a-z0-9-]{1,15}$/).filter((name) => name !== "organisation"),
  account: digits(12),
  region: fc.constantFrom("eu-west-1", "us-gov-west-1", "ap-southeast-2"),
  zone: domain,
  zoneId: fc.stringMatching(/^[0-9a-f]{32}$/),
  below: fc.array(label, { maxLength: 2 }),
  from: localPart,
  displayName: fc.string({ minLength: 1, maxLength: 64, unit: fc.constantFrom(..."Aé日Œ \"'<>@,;:\\") }),
  addresses: fc.array(address, { minLength: 1, maxLength: 3 }),
  reports: fc.array(reportAddress, { minLength: 1, maxLength: 3 }),
  url: fc.tuple(domain, fc.constantFrom("", "/app", ":8443", "/a/b.html")).map(([host, rest]) => `https://${host}${rest}`),
  providers: fc.constantFrom<string[]>(["ses"], ["sendgrid"], ["ses", "sendgrid"], ["sendgrid", "ses"]),
  includes: fc.uniqueArray(domain, { maxLength: 3 }),
  policies: fc.tuple(policy, policy, policy),
  volumes: fc.tuple(whole, whole, whole, whole),
  failureRate: fc.double({ min: 0.001, max: 0.5, noNaN: true }),
  priority: fc.integer({ min: 0, max: 65_535 }),
  withoutOptional: fc.subarray(fields.filter(({ optional, path }) => optional && !boundToProviders.includes(path)).map(({ path }) => path)),
});

const rightEnvironment = different.map((each) => {
  const [policyHere, sp, np] = each.policies;
  const [sendsPerDay, perMonth, atOnce, withinSeconds] = each.volumes;
  const sendingDomain = [...each.below, each.zone].join(".");
  const [primary, standby] = each.providers;
  const complete = completeEnvironment();
  const environment = {
    ...complete,
    name: each.name,
    aws: { ...complete.aws, account: each.account, region: each.region },
    secretReaders: complete.secretReaders.map((reader) => reader.replace(/\d{12}/, each.account)),
    dns: { host: "cloudflare", zone: each.zone, zoneId: each.zoneId },
    sendingDomain,
    sender: { ...complete.sender, address: `${each.from}@${sendingDomain}`, name: each.displayName, replyTo: each.addresses[0] },
    frontendUrl: each.url,
    sendingProviders: { ...complete.sendingProviders, primary, standby },
    spf: { ...complete.spf, alsoInclude: each.includes.map((name) => `_spf.${name}`) },
    dmarc: { ...complete.dmarc, policy: policyHere, sp, np, reportTo: each.reports },
    parkedNames: [`unused.${sendingDomain}`],
    mx: [{ host: each.zone, priority: each.priority }],
    alerts: { ...complete.alerts, notify: [...each.addresses, each.url], failureRate: each.failureRate },
    limits: { ...complete.limits, sendsPerDay },
    capacity: { ...complete.capacity, perMonth, atOnce, withinSeconds },
    seedMailboxes: each.addresses,
    recipients: { ...complete.recipients, allow: each.addresses.map((entry) => entry.slice(entry.indexOf("@") + 1)) },
  } as unknown as Environment;
  if (standby === undefined) put(environment, "sendingProviders.standby", undefined);
  // Where anybody may be written to, a review is needed.
  const withoutOptional = each.withoutOptional.filter((path) => path !== "review" || !each.withoutOptional.includes("recipients"));
  // A group may be gone already when a field in it is to be left out.
  for (const path of withoutOptional) if (valueAt(environment, keysOf(path)) !== undefined) put(environment, path, undefined);
  if (!sendingProvidersOf(environment).includes("sendgrid")) put(environment, "sendgrid", undefined);
  return environment;
});

/** Wrong in any field of its kind, whatever the field is about. */
const notOfKind: Record<Field["kind"], readonly unknown[]> = {
  group: [null, 7, "text", [], true],
  list: [null, 7, "text", {}, true],
  value: [null, true, {}, [], "", "\n", "\u0000", Number.NaN, Number.NEGATIVE_INFINITY, -1, -0.5, 1n, () => "text"],
};

/** A right environment with the field wrong in some way: the place of the fault is returned with it. */
const wrongIn = (field: Field): fc.Arbitrary<{ environment: Environment; path: string }> =>
  fc
    .record({
      made: rightEnvironment,
      how: fc.constantFrom("missing", "line break", "unknown key", "empty", "kind"),
      other: fc.constantFrom(...notOfKind[field.kind]),
    })
    .map(({ made, how, other }) => {
      const path = field.path.replaceAll("[]", "[0]");
      const environment = valueAt(made, keysOf(path)) === undefined ? completeFor(path) : made;
      const got = valueAt(environment, keysOf(path));
      const wrong = (entry: unknown, at = path) => ({ environment: put(environment, at, entry), path: at });
      if (how === "missing" && !field.optional && !path.endsWith("]")) return wrong(undefined);
      if (how === "line break" && typeof got === "string") return wrong(`${got}\n`);
      if (how === "unknown key" && field.kind === "group") return wrong(got, `${path}.unknown`);
      if (how === "empty" && field.atLeast) return wrong([]);
      return wrong(other);
    });

/** Loads it as every command does, from the file that its name says, if it has one. */
function load(environment: Environment): Environment[] {
  const name = typeof environment.name === "string" && /^[a-z0-9-]+$/.test(environment.name) ? environment.name : "nameless";
  const { wellFormed, faults } = checkEnvironments({ [name]: { value: environment } });
  throwFaults(faults);
  return wellFormed;
}

test("200 right environments are right", () => {
  fc.assert(
    fc.property(rightEnvironment, (environment) => {
      expect(load(environment)).toEqual([environment]);
    }),
    { seed, numRuns: 200 },
  );
});

const timesEach = Math.ceil(300 / fields.length);

test.each(fields.map((field) => [field.path, field] as const))("a wrong %s is refused at its place, with a remedy", (_, field) => {
  fc.assert(
    fc.property(wrongIn(field), ({ environment, path }) => {
      const refusal = refusalOf(environment);
      expect(refusal).toBeInstanceOf(OperatorError);
      const { message, exitCode } = refusal as OperatorError;
      expect(exitCode).toBe(2);
      expect(message).not.toMatch(/^ +at .*:\d+:\d+/m);
      const told = message.split(/\n(?=environments\/)/);
      for (const fault of told) expect(fault).toMatch(/^environments\/.+\.ts: .+, got .+, expected .+\n {2}\S.*$/s);
      expect(told.map((fault) => fault.split(" ")[1])).toContain(path);
    }),
    { seed, numRuns: timesEach },
  );
});

test("anything at all in place of anything is told, never thrown", () => {
  const paths = fields.map(({ path }) => path.replaceAll("[]", "[0]"));
  fc.assert(
    fc.property(fc.constantFrom(...paths), fc.anything({ withBigInt: true, withNullPrototype: true, withDate: true }), (path, value) => {
      const refusal = refusalOf(put(completeFor(path), path, value));
      expect(refusal === undefined || refusal instanceof OperatorError).toBe(true);
    }),
    { seed, numRuns: 300 },
  );
});

test("a value that refers to itself is told as well", () => {
  const circle: { self?: unknown } = {};
  circle.self = circle;
  const fault = {
    file: "environments/staging.ts",
    path: "aws",
    problem: "is wrong",
    got: circle,
    expected: "another",
    remedy: "change it",
  };
  expect(faultText(fault)).toContain("got a value that cannot be shown, expected another");
});

function refusalOf(environment: Environment): unknown {
  try {
    load(environment);
    return undefined;
  } catch (error) {
    return error;
  }
}
