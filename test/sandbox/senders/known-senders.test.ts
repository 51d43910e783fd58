/** The data about well-known senders holds together: its records can be read, and cost the look-ups that their sources tell. */
import type { DnsAnswer } from "../../../mail/dns/answer";
import { parseSpf } from "../../../mail/spf/record";
import { readSpfTree } from "../../../mail/spf/tree";
import { ZoneStore } from "../../../sandbox/dns/zones";
import { knownSenders, ownNameAtHubspot } from "../../../sandbox/senders/known-senders";
import { publishSenders } from "../../../sandbox/senders/publish";

const zones = new ZoneStore();
// A receiver has this zone, and a well-known sender's name is below it.
zones.open("outlook.com", []);
publishSenders(zones, { includes: ["_spf.gogle.com"], hosts: ["relay.example.com"], exchanging: ["office.example.com"] });

async function resolve(name: string, type: string): Promise<DnsAnswer> {
  const { code, records } = zones.resolve(name, type);
  const values = records.map((record) =>
    record.type === "TXT" ? record.strings.join("") : record.type === "MX" ? `${record.priority} ${record.target}` : record.target,
  );
  const outcome = values.length > 0 ? "answer" : code === "NXDOMAIN" ? "no-such-name" : "no-data";
  return { server: "192.0.2.53", outcome, values, aliases: [], ttl: 60 };
}

const treeOf = (record: string) => readSpfTree({ domain: "example.com", kind: "A", record }, resolve);
const withRecords = knownSenders.filter(({ records }) => records !== undefined);

test("there are many, each name once, each with its source and the month in which that was read", () => {
  expect(withRecords.length).toBeGreaterThanOrEqual(20);
  const names = knownSenders.map(({ include }) => include);
  expect(new Set(names).size).toBe(names.length);
  for (const { source, readOn } of knownSenders) expect(`${source} ${readOn}`).toMatch(/^\S.+ 20\d\d-(0\d|1[0-2])$/);
});

test.each(withRecords.map((each) => [each.include, each] as const))("%s costs as many look-ups as its source says", async (name, known) => {
  const { lookups, faults } = await treeOf(`v=spf1 include:${name} ~all`);
  expect({ lookups, faults }).toEqual({ lookups: known.lookups, faults: [] });
});

test.each(knownSenders.flatMap(({ records = {} }) => Object.entries(records)))("%s is a record that can be read", (_, text) => {
  expect(parseSpf(text).errors).toEqual([]);
});

test("an address that no source prints is not in a record", () => {
  const guessed = knownSenders.filter(
    ({ withoutAddresses, records = {} }) => withoutAddresses && /ip[46]:/.test(Object.values(records).join()),
  );
  expect(guessed).toEqual([]);
});

test("one organisation may have five of them, and six is not many more", async () => {
  const five = ["_spf.google.com", "spf.protection.outlook.com", "servers.mcsv.net", "mail.zendesk.com", "_spf.salesforce.com"];
  const { lookups, faults } = await treeOf(`v=spf1 ${five.map((each) => `include:${each}`).join(" ")} ~all`);
  expect({ lookups, faults }).toEqual({ lookups: 6, faults: [] });
  expect((await treeOf(`v=spf1 ${[...five, "mailgun.org"].map((each) => `include:${each}`).join(" ")} ~all`)).lookups).toBe(11);
});

test("a name that is declared and not known has a record that allows nobody, and its neighbours have none", async () => {
  expect((await treeOf("v=spf1 include:_spf.gogle.com ~all")).faults).toEqual([]);
  expect((await resolve("_spf.gogle.com", "TXT")).values).toEqual(["v=spf1 ?all"]);
  expect((await treeOf("v=spf1 include:_spf.goggle.com ~all")).faults).toMatchObject([{ id: "spf/include-without-record" }]);
  expect((await treeOf("v=spf1 include:spf.outlook.com ~all")).faults).toMatchObject([{ id: "spf/include-without-record" }]);
});

test("hosts and exchangers that are declared have an address that is for documentation", async () => {
  expect((await resolve("relay.example.com", "A")).values).toEqual(["192.0.2.1"]);
  expect((await resolve("office.example.com", "MX")).values).toEqual(["10 mx.office.example.com"]);
  expect((await resolve("mx.office.example.com", "A")).values).toEqual(["192.0.2.1"]);
});

test("a record that somebody published stays", async () => {
  const zone = zones.open("own.example", []);
  zone.set("1", { name: "own.example", ttl: 60, type: "TXT", strings: ["v=spf1 -all"] });
  publishSenders(zones, { includes: ["own.example"], hosts: [], exchanging: [] });
  expect((await resolve("own.example", "TXT")).values).toEqual(["v=spf1 -all"]);
});

test.each(["123.spf01.hubspotemail.net", "8555612.spf04.hubspotemail.net"])("%s is a customer's own name at HubSpot", (name) => {
  expect(name).toMatch(ownNameAtHubspot);
});
