import { dnsHomesOf, homeOf, requireZone, requireZoneByHand, zonesByHand } from "../../declaration/dns-homes";
import { zoneOf } from "../../declaration/dns-hosts/dns-hosts";
import { loadDeclared } from "../../declaration/load";
import { findTarget, type Target } from "../../declaration/target";
import { declared, declaredData } from "../fixtures/declared";
import { organisation } from "../fixtures/environments/organisation";

const byHand = (zone: string) => ({
  dns: { host: "by-hand", zone },
  spf: { alsoInclude: [] },
  dmarc: { policy: "none", np: "reject", reportTo: [`dmarc@${zone}`] },
});
const withDomains = (...zones: string[]): Target =>
  findTarget(
    "organisation",
    loadDeclared(declaredData({ organisation: { ...organisation, domains: [...organisation.domains, ...zones.map(byHand)] } })),
  );
const [none, one, two] = [withDomains(), withDomains("example.org"), withDomains("example.org", "eu.example.org")];

test("a name is of the closest zone around it", () => {
  const zoneAround = (name: string) => {
    const home = homeOf(name, dnsHomesOf(two));
    return home && zoneOf(home);
  };
  expect(["_dmarc.example.org", "eu.example.org", "a.eu.example.org", "notexample.org"].map(zoneAround)).toEqual([
    "example.org",
    "eu.example.org",
    "eu.example.org",
    undefined,
  ]);
});

test("an account has no zone, an environment has one", () => {
  expect(dnsHomesOf(findTarget(`account-${organisation.aws.account}`, declared))).toEqual([]);
  expect(dnsHomesOf(findTarget("staging", declared)).map(zoneOf)).toEqual(["example.net"]);
});

test("zones by hand are those that Terraform does not change", () => {
  expect([none, one, two].map(zonesByHand)).toEqual([[], ["example.org"], ["example.org", "eu.example.org"]]);
});

test("a file is about the only zone by hand, or the one that is asked for", () => {
  expect([none, one].map((target) => requireZoneByHand(undefined, target))).toEqual([undefined, "example.org"]);
  expect(requireZoneByHand("eu.example.org", two)).toBe("eu.example.org");
});

test.each([
  ["several", undefined, two],
  ["one that Terraform publishes", "example.com", one],
  ["one where nothing is by hand", "example.com", none],
])("no file is about %s", (_, asked, target) => {
  expect(() => requireZoneByHand(asked, target)).toThrow(expect.objectContaining({ exitCode: 2 }));
});

test("a zone of nobody's is refused", () => {
  expect(() => requireZone("example.edu", one)).toThrow('"example.edu"');
  requireZone("example.com", one);
});
