import { createDnsClient, parseServer } from "../../../adapters/dns/client";
import { readReply } from "../../../adapters/dns/message";
import { ask, question, right, running, start, truncated } from "./asking";
import { framed, type startHostileServer, txt } from "./hostile-server";

test("a reply has its code, flags and TTLs", async () => {
  const server = await start({ udp: ({ reply }, send) => send(reply({ answers: right })) });
  expect(await ask(server)).toMatchObject({
    code: "NOERROR",
    authoritative: true,
    answers: [{ name: "example.com", type: "TXT", ttl: 300, value: "right" }],
  });
});

test("questions that share a port get each its own answer, in whatever order they come, with forged ones between", async () => {
  const held: (() => void)[] = [];
  const names = Array.from({ length: 16 }, (_, index) => `n${index}.example.com`);
  const server = await start({
    udp: ({ id, question: { name }, reply }, send) => {
      held.unshift(() => {
        for (let near = 1; near <= 8; near++) send(reply({ id: (id + near) % 0x10000, answers: [txt(name, "forged")] }));
        // The right id with an answer to another question.
        send(reply({ questions: [{ type: "TXT", name: "n99.example.com" }], answers: [txt("n99.example.com", "forged")] }));
        send(reply({ answers: [txt(name, `of ${name}`)] }));
      });
      if (held.length === names.length) for (const answer of held) answer();
    },
  });
  const client = createDnsClient({ timeoutMs: 5_000 });
  const replies = await Promise.all(names.map((name) => client.ask(server, { ...question, name })));
  expect(replies.map((reply) => "answers" in reply && reply.answers[0]?.value)).toEqual(names.map((name) => `of ${name}`));
});

test("one silent question holds up none of those that share its port", async () => {
  const server = await start({
    udp: ({ question: { name }, reply }, send) => void (name !== "n0.example.com" && send(reply({ answers: [txt(name, "right")] }))),
  });
  const client = createDnsClient({ timeoutMs: 2_000 });
  const silent = client.ask(server, { ...question, name: "n0.example.com" });
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: 40 }, (_, index) => client.ask(server, { ...question, name: `n${index + 1}.example.com` })));
  expect(performance.now() - startedAt).toBeLessThan(1_000);
  expect(await silent).toMatchObject({ failure: "timeout" });
});

test("asks again when a datagram is lost", async () => {
  let datagrams = 0;
  const server = await start({ udp: ({ reply }, send) => ++datagrams > 2 && send(reply({ answers: right })) });
  expect(await ask(server)).toMatchObject({ answers: [{ value: "right" }] });
});

test("the same question that is still open is asked once", async () => {
  const server = await start({ udp: ({ reply }, send) => void setTimeout(() => send(reply({ answers: right })), 30) });
  const client = createDnsClient();
  const replies = await Promise.all(Array.from({ length: 20 }, () => client.ask(server, question)));
  expect(new Set(replies).size).toBe(1);
  expect(server.asked).toEqual(["udp TXT example.com"]);
});

test("for one look, what was heard is not asked for again; what failed is", async () => {
  let silent = true;
  const server = await start({ udp: ({ reply }, send) => !silent && send(reply({ answers: right })) });
  const client = createDnsClient({ timeoutMs: 200, cache: true });
  expect(await client.ask(server, question)).toMatchObject({ failure: "timeout" });
  silent = false;
  server.asked.length = 0;
  for (let turn = 0; turn < 3; turn++) expect(await client.ask(server, question)).toMatchObject({ code: "NOERROR" });
  expect(server.asked).toHaveLength(1);
});

test("a server that knows no EDNS is asked without", async () => {
  const server = await start({
    udp: ({ edns, reply }, send) => send(edns ? reply({ flags: 1, questions: [] }) : reply({ answers: right })),
  });
  expect(await ask(server)).toMatchObject({ answers: [{ value: "right" }] });
});

test("nobody listening is told at once, apart from silence", async () => {
  const server = await start({});
  await running.splice(0)[0]?.stop();
  const startedAt = performance.now();
  expect(await createDnsClient({ timeoutMs: 5_000 }).ask(server, question)).toEqual({
    failure: "connection-refused",
    reason: "connection refused",
  });
  expect(performance.now() - startedAt).toBeLessThan(1_000);
});

describe("an answer that does not fit a datagram", () => {
  const toTcp = ({ reply }: { reply: (changes: object) => Buffer }, send: (packet: Buffer) => void): void =>
    send(reply({ flags: truncated }));

  test("comes over TCP, in segments of any size", async () => {
    const long = "x".repeat(250);
    const answers = Array.from({ length: 200 }, (_, index) => txt("example.com", `${index} ${long}`));
    const server = await start({
      udp: toTcp,
      tcp: ({ reply }, connection) => {
        const whole = framed(reply({ answers }));
        expect(whole.length).toBeGreaterThan(50_000);
        for (let at = 0; at < whole.length; at += 999) connection.write(whole.subarray(at, at + 999));
      },
    });
    const reply = await ask(server, 3_000);
    expect("answers" in reply && reply.answers).toHaveLength(200);
  });

  test.each([
    ["TCP refused", undefined, "connection refused"],
    ["truncated again", ({ reply }, connection) => connection.write(framed(reply({ flags: truncated }))), "truncated again"],
    ["closed at once", (_, connection) => connection.destroy(), "the connection broke"],
    [
      "half an answer",
      ({ reply }, connection) => connection.end(framed(reply({ answers: right })).subarray(0, 20)),
      "the connection broke",
    ],
    ["silence", () => {}, "no answer in time"],
    [
      "slow drips",
      ({ reply }, connection) => {
        const bytes = framed(reply({ answers: right }));
        let at = 0;
        const timer = setInterval(() => connection.write(bytes.subarray(at, ++at)), 200);
        connection.once("close", () => clearInterval(timer));
      },
      "no answer in time",
    ],
    [
      "an answer without end",
      (_, connection) => {
        const flood = Buffer.alloc(60_000);
        const more = (): void => void (connection.writable && connection.write(flood, () => setImmediate(more)));
        more();
      },
      "the connection broke",
    ],
  ] as [string, NonNullable<Parameters<typeof startHostileServer>[0]["tcp"]> | undefined, string][])(
    "%s ends in time and is told",
    async (_, tcp, why) => {
      const server = await start(tcp ? { udp: toTcp, tcp } : { udp: toTcp });
      expect(await ask(server)).toEqual({ failure: "truncated", reason: `truncated over UDP, and over TCP: ${why}` });
    },
  );
});

test("1,000 TXT records at one name are 1,000 values", async () => {
  const answers = Array.from({ length: 1_000 }, (_, index) => txt("example.com", `v${index}`));
  const server = await start({
    udp: ({ reply }, send) => send(reply({ flags: truncated })),
    tcp: ({ reply }, connection) => connection.write(framed(reply({ answers }))),
  });
  const reply = await ask(server, 3_000);
  expect("answers" in reply && reply.answers).toHaveLength(1_000);
});

test("after the deadline nothing is waited for, however many questions stand in line", async () => {
  const server = await start({});
  const client = createDnsClient({ timeoutMs: 10_000, deadline: performance.now() + 300 });
  const startedAt = performance.now();
  const replies = await Promise.all(
    Array.from({ length: 300 }, (_, index) => client.ask(server, { ...question, name: `n${index}.example.com` })),
  );
  expect(performance.now() - startedAt).toBeLessThan(1_500);
  expect(replies.every((reply) => "failure" in reply && reply.failure === "timeout")).toBe(true);
});

test("names that DNS cannot hold are not sent", async () => {
  const server = await start({});
  for (const name of ["", "a..example.com", `${"x".repeat(64)}.example.com`, Array(60).fill("label").join(".")])
    expect(await createDnsClient().ask(server, { ...question, name })).toMatchObject({ failure: "not-askable" });
  expect(server.asked).toEqual([]);
});

test("pointers that lead nowhere, and to themselves, are no reply", () => {
  const header = Buffer.from([0, 7, 0x80, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
  for (const tail of [
    [0xc0, 12, 0, 16, 0, 1],
    [0xc0, 0xff, 0, 16, 0, 1],
    [63, 65],
    [0x80, 0],
  ])
    expect(readReply(Buffer.concat([header, Buffer.from(tail)]), 7, question)).toBeUndefined();
});

test.each([
  ["1.1.1.1", { address: "1.1.1.1", port: 53 }],
  ["127.0.0.1:5353", { address: "127.0.0.1", port: 5353 }],
  ["2606:4700::1111", { address: "2606:4700::1111", port: 53 }],
  ["[2606:4700::1111]:5353", { address: "2606:4700::1111", port: 5353 }],
])("%s is a server", (text, expected) => {
  expect(parseServer(text, 53)).toEqual(expected);
});
