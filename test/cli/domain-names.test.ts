import { readDomain, readSelector } from "../../cli/domain-names";

test.each([
  ["Example.COM.", "example.com"],
  [" bücher.example ", "xn--bcher-kva.example"],
  ["_dmarc.example.com", "_dmarc.example.com"],
])("--domain %s is %s", (text, domain) => {
  expect(readDomain(text)).toBe(domain);
});

test.each([
  "192.0.2.10",
  "0x7f.1.2.99",
  "2001:db8::1",
  "[2001:db8::1]",
  "1.2.3",
  "https://example.com",
  "a@example.com",
  "example",
  "",
  "a..b",
])("--domain %s is refused", (text) => {
  expect(() => readDomain(text)).toThrow(expect.objectContaining({ exitCode: 2 }));
});

/** RFC 6376 3.1: sub-domains of RFC 5321 4.1.2. */
test.each([
  ["s1", "s1"],
  ["S1", "s1"],
  ["s1._domainkey", "s1"],
  ["s1._domainkey.example.com", "s1"],
  ["s1._domainkey.Example.com.", "s1"],
  ["a.b", "a.b"],
])("--selector %s is %s", (text, selector) => {
  expect(readSelector(text, "example.com")).toBe(selector);
});

test.each(["_s1", "s_1", "-s1", "s1-", "s1._domainkey.example.org", "_domainkey", "", "s 1", "s1..b"])(
  "--selector %s is refused",
  (text) => {
    expect(() => readSelector(text, "example.com")).toThrow(expect.objectContaining({ exitCode: 2 }));
  },
);
