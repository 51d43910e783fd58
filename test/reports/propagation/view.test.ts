import type { MailRecord } from "../../../mail/records/mail-record";
import { createPropagationView } from "../../../reports/propagation/view";

const spf: MailRecord = { id: "spf", type: "TXT", name: "mail.example.com", value: "v=spf1 ~all", ttl: 300 };
const mx: MailRecord = { id: "mx", type: "MX", name: "bounce.mail.example.com", value: "f.example.net", priority: 10, ttl: 300 };
const seen = { values: [], aliases: [] };
const right = (server: string) => ({ ...seen, server, right: true, outcome: "answer" as const, ttl: 300 });
const old = (server: string, ttl: number) => ({ ...seen, server, right: false, outcome: "answer" as const, ttl });

function view({ isTerminal, columns = 100 }: { isTerminal: boolean; columns?: number }) {
  const written: string[] = [];
  return { written, ...createPropagationView([spf, mx], { write: (text) => written.push(text), isTerminal, columns: () => columns }) };
}

test("on a terminal, a table of records and servers that counts the seconds until old answers expire", () => {
  const { written, observe, tick } = view({ isTerminal: true });
  observe(
    {
      record: spf,
      answers: { published: [right("ns1.dns.net"), old("ns2.dns.net", 300)], visible: [right("1.1.1.1"), old("8.8.8.8", 240)] },
    },
    1_000,
  );
  observe(
    {
      record: mx,
      answers: { published: [{ ...seen, server: "ns1.dns.net", right: false, outcome: "failed", failure: "lame" }], visible: [] },
    },
    1_000,
  );
  tick(31_000);
  expect(written.at(-1)).toBe(
    [
      "TYPE  NAME                     NS1.DNS.NET  NS2.DNS.NET  1.1.1.1  8.8.8.8",
      "TXT   mail.example.com         ok           old          ok       old 210 s",
      "MX    bounce.mail.example.com  lame         -            -        -",
      "",
    ].join("\n"),
  );
  expect(written.at(-2)).toBe("\u001b[3A\u001b[0J");
});

test("the table is gone at the end, and no line of it wraps", () => {
  const { written, observe, end } = view({ isTerminal: true, columns: 20 });
  observe({ record: spf, answers: { published: [right("ns1.dns.net")], visible: [] } }, 0);
  expect(Math.max(...(written.at(-1) ?? "").split("\n").map((line) => line.length))).toBeLessThan(20);
  end();
  expect(written.at(-1)).toBe("\u001b[3A\u001b[0J");
});

test("elsewhere, a plain line when a record's state changes, not at every look", () => {
  const { written, observe, tick, end } = view({ isTerminal: false });
  const at = (ttl: number) => ({ record: spf, answers: { published: [right("ns1")], visible: [old("1.1.1.1", ttl)] } });
  observe(at(240), 0);
  observe(at(239), 1_000);
  tick(2_000);
  observe({ record: spf, answers: { published: [right("ns1")], visible: [right("1.1.1.1")] } }, 3_000);
  end();
  expect(written).toEqual([
    "TXT mail.example.com: published by 1 of 1 servers, visible by 0 of 1 resolvers, old answers expire in 240 s\n",
    "TXT mail.example.com: published by 1 of 1 servers, visible by 1 of 1 resolvers\n",
  ]);
});
