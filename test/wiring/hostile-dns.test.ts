/** Verifying against a DNS server that means harm: it ends in its time, with findings, and without asking on and on. */
import { createSocket } from "node:dgram";
import { type Answer, AUTHORITATIVE_ANSWER, TRUNCATED_RESPONSE } from "dns-packet";
import { knownSendingDomain } from "../../declaration/known-domains";
import type { MailRecord } from "../../mail/records/mail-record";
import { connect } from "../../wiring/connections";
import { verifyEffects } from "../../wiring/verify";
import { verifyDomainNow } from "../../wiring/verify-domain";
import { verify } from "../../workflows/verify";
import { framed, type HostileServer, startHostileServer, txt } from "../adapters/dns/hostile-server";
import { fixtureEnv } from "../fixtures/declared";
import { staging } from "../fixtures/environments/staging";

type Behaviour = Parameters<typeof startHostileServer>[0];
type Asked = Parameters<NonNullable<Behaviour["udp"]>>[0];

const running: Pick<HostileServer, "stop">[] = [];
afterEach(() => Promise.all(running.splice(0).map((server) => server.stop())));

async function start(behaviour: Behaviour): Promise<HostileServer> {
  const server = await startHostileServer(behaviour);
  running.push(server);
  return server;
}

const toTcp: Behaviour["udp"] = ({ reply }, send) => send(reply({ flags: AUTHORITATIVE_ANSWER | TRUNCATED_RESPONSE }));
let names = 0;
const newName = (): string => `n${++names}.example.net`;
const cname = (name: string, data: string): Answer => ({ type: "CNAME", name, ttl: 60, data });
const includes = ({ question }: Asked, count: number): Answer[] =>
  question.type === "TXT"
    ? [txt(question.name, `v=spf1 ${Array.from({ length: count }, () => `include:${newName()}`).join(" ")} -all`)]
    : [];
/** As many as a message can hold, since owners are not compressed. */
function texts({ question: { name, type } }: Asked, count: number, text: (index: number) => string): Answer[] {
  const fitting = Math.min(count, Math.floor(65_000 / (name.length + 13 + text(count).length)));
  return type === "TXT" ? Array.from({ length: fitting }, (_, index) => txt(name, text(index))) : [];
}

const behaviours: [string, Behaviour, mostQuestions: number][] = [
  ["silence", {}, 400],
  ["CNAMEs in a circle", { udp: (asked, send) => send(asked.reply({ answers: [cname(asked.question.name, asked.question.name)] })) }, 60],
  ["CNAMEs without end", { udp: (asked, send) => send(asked.reply({ answers: [cname(asked.question.name, newName())] })) }, 600],
  ["a tree of includes", { udp: (asked, send) => send(asked.reply({ answers: includes(asked, 10) })) }, 400],
  [
    "referrals without end",
    {
      udp: ({ question: { name }, reply }, send) =>
        send(
          reply({
            flags: 0,
            authorities: [{ type: "NS", name: name.split(".").slice(1).join(".") || "com", data: newName() }],
            additionals: [{ type: "A", name, data: "127.0.0.1" }],
          }),
        ),
    },
    600,
  ],
  [
    "64 KB over TCP",
    {
      udp: toTcp,
      tcp: (asked, connection) =>
        connection.write(framed(asked.reply({ answers: texts(asked, 1_000, (_) => "v=spf1 ".padEnd(250, "x")) }))),
    },
    60,
  ],
  [
    "1,000 TXT records",
    {
      udp: toTcp,
      tcp: (asked, connection) => connection.write(framed(asked.reply({ answers: texts(asked, 1_000, (index) => `v=spf1 a:${index}.x`) }))),
    },
    60,
  ],
  [
    "slow drips over TCP",
    {
      udp: toTcp,
      tcp: ({ reply }, connection) => {
        const bytes = framed(reply());
        let at = 0;
        const timer = setInterval(() => connection.write(bytes.subarray(at, ++at)), 150);
        connection.once("close", () => clearInterval(timer));
      },
    },
    400,
  ],
  [
    "many replies with wrong ids for each question",
    {
      udp: ({ id, question, reply }, send) => {
        for (let wrong = 1; wrong <= 20; wrong++) send(reply({ id: (id + wrong) % 65_536, answers: [txt(question.name, "v=spf1 +all")] }));
      },
    },
    400,
  ],
];

const timeoutMs = 1_200;
const connectedTo = (resolver: string, port: number) => {
  const env = { ...fixtureEnv, TWINPOST_DNS_RESOLVERS: resolver, TWINPOST_DNS_PORT: String(port) };
  return connect({ env, directory: "" }, () => {});
};

describe.each(behaviours)("%s", (_, behaviour, mostQuestions) => {
  test("of any domain is found out in time", async () => {
    const server = await start(behaviour);
    const startedAt = performance.now();
    const request = { domain: "example.com", selectors: ["s1"], timeoutMs };
    const { findings } = await verifyDomainNow(request, connectedTo(`127.0.0.1:${server.port}`, server.port));
    expect(performance.now() - startedAt).toBeLessThan(timeoutMs + 1_500);
    expect(findings.some(({ severity }) => severity === "error")).toBe(true);
    expect(JSON.stringify(findings).includes("+all")).toBe(false);
    expect(server.asked.length).toBeLessThan(mostQuestions);
  });

  test("of our own records is found out in time, and no record passes", async () => {
    const server = await start(behaviour);
    const spf: MailRecord = { id: "spf", type: "TXT", name: staging.sendingDomain, value: "v=spf1 -all", ttl: 300 };
    const records = [spf, { ...spf, name: `s1._domainkey.${staging.sendingDomain}`, value: "v=DKIM1; p=x" }];
    const domains = [knownSendingDomain(staging, records)];
    const use = { ...verifyEffects(staging, connectedTo(`127.0.0.1:${server.port}`, server.port), timeoutMs), validate: {} };
    const startedAt = performance.now();
    const result = await verify({ sendingDomain: staging.sendingDomain, records, domains, timeoutMs }, use);
    expect(performance.now() - startedAt).toBeLessThan(timeoutMs + 1_500);
    expect(result.records.some(({ published, visible }) => published || visible)).toBe(false);
    expect(result.findings.filter(({ severity }) => severity === "error")).not.toEqual([]);
  });
});

test("a forged answer from another port is not believed, though it is the first", async () => {
  const forger = createSocket("udp4");
  running.push({ stop: async () => void forger.close() });
  const server = await start({
    udp: ({ question, reply }, send, from) => {
      forger.send(reply({ answers: [txt(question.name, "v=spf1 +all")] }), from.port, from.address);
      setTimeout(() => send(reply({ answers: question.type === "TXT" ? [txt(question.name, "v=spf1 -all")] : [] })), 10);
    },
  });
  const request = { domain: "example.com", selectors: [], timeoutMs: 8_000 };
  const { records } = await verifyDomainNow(request, connectedTo(`127.0.0.1:${server.port}`, server.port));
  expect(records[0]?.values).toEqual(["v=spf1 -all"]);
});
