import { AnswerCache } from "../../../sandbox/dns/answer-cache";
import { Zone } from "../../../sandbox/dns/zones";

let nowMs: number;
let zone: Zone;
let cache: AnswerCache;
beforeEach(() => {
  nowMs = 0;
  zone = new Zone("example.net", [{ name: "ns.example.net", address: "127.0.53.1" }]);
  zone.set("policy", { name: "_dmarc.example.net", ttl: 300, type: "TXT", strings: ["v=DMARC1; p=none"] });
  zone.set("alias", { name: "www.example.net", ttl: 300, type: "CNAME", target: "example.net" });
  cache = new AnswerCache(
    (name, type) => zone.lookup(name, type),
    () => nowMs,
  );
});
const told = (name: string, type: string) => {
  const { code, records = [], negativeTtl } = cache.answer(name, type) ?? {};
  return [code, records.length, negativeTtl];
};

test("that a name is no alias says nothing of its other types", () => {
  expect(told("_dmarc.example.net", "CNAME")).toEqual(["NOERROR", 0, 1800]);
  expect(told("_dmarc.example.net", "TXT")).toEqual(["NOERROR", 1, 300]);
  nowMs = 299_000;
  expect(told("_dmarc.example.net", "TXT")).toEqual(["NOERROR", 1, 1]);
  nowMs = 301_000;
  expect(told("_dmarc.example.net", "TXT")).toEqual(["NOERROR", 1, 300]);
  expect(told("_dmarc.example.net", "CNAME")).toEqual(["NOERROR", 0, 1499]);
});

test("an alias is one for every type, until its time is over", () => {
  expect(told("www.example.net", "TXT")).toEqual(["NOERROR", 1, 300]);
  zone.delete("alias");
  nowMs = 100_000;
  for (const type of ["TXT", "A", "CNAME"]) expect(told("www.example.net", type)).toEqual(["NOERROR", 1, 200]);
  nowMs = 301_000;
  expect(told("www.example.net", "A")).toEqual(["NXDOMAIN", 0, 1800]);
});

test("a name that does not exist has no type", () => {
  expect(told("none.example.net", "TXT")).toEqual(["NXDOMAIN", 0, 1800]);
  zone.set("late", { name: "none.example.net", ttl: 300, type: "A", target: "127.0.0.1" });
  expect(told("none.example.net", "A")).toEqual(["NXDOMAIN", 0, 1800]);
});
