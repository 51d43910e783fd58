import { readBlocklists } from "../../cli/blocklists";

test("no list is asked unless it is named", () => {
  expect(readBlocklists({})).toEqual({ addresses: [], blocklists: [] });
});

test("lists come as several words, or as one text from an environment variable", () => {
  const lists = [
    { zone: "dbl.list.example", lists: "domains" },
    { zone: "uri.list.example", lists: "domains" },
  ];
  expect(readBlocklists({ blocklist: ["dbl.list.example", "uri.list.example"] }).blocklists).toEqual(lists);
  expect(readBlocklists({ blocklist: ["dbl.list.example, uri.list.example"] }).blocklists).toEqual(lists);
  expect(readBlocklists({ address: ["192.0.2.7", "2001:db8::7"], addressBlocklist: ["zen.list.example"] })).toEqual({
    addresses: ["192.0.2.7", "2001:db8::7"],
    blocklists: [{ zone: "zen.list.example", lists: "addresses" }],
  });
});

test.each([
  [{ blocklist: ["Spamhaus"] }, '--blocklist is not understood, got "Spamhaus", expected a name such as dbl.spamhaus.org'],
  [
    { address: ["mail.example.com"], addressBlocklist: ["zen.list.example"] },
    '--address is not understood, got "mail.example.com", expected an IPv4 or IPv6 address',
  ],
  [{ address: ["192.0.2.7"] }, "--address and --address-blocklist belong together, got one of them"],
  [{ addressBlocklist: ["zen.list.example"] }, "--address and --address-blocklist belong together, got one of them"],
])("%p is told", (options, message) => {
  expect(() => readBlocklists(options)).toThrow(message);
});
