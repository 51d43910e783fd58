import { createSocket } from "node:dgram";
import { AUTHORITATIVE_ANSWER, TRUNCATED_RESPONSE } from "dns-packet";
import { createDnsClient, parseServer } from "../../../adapters/dns/client";
import { readReply } from "../../../adapters/dns/message";
import { framed, type HostileServer, startHostileServer, txt } from "./hostile-server";

const running: HostileServer[] = [];
afterEach(() => Promise.all(running.splice(0).map((server) => server.stop())));

async function start(behaviour: Parameters<typeof startHostileServer>[0]): Promise<HostileServer> {
  const server = await startHostileServer(behaviour);
  running.push(server);
  return server;
}

const question = { name: "example.com", type: "TXT", recursive: false } as const;
const truncated = AUTHORITATIVE_ANSWER | TRUNCATED_RESPONSE;
const right = [txt("example.com", "right")];

/** Asks once, and says how long it took. */
async function ask(server: HostileServer, timeoutMs = 1_000) {
  const startedAt = performance.now();
  const reply = await createDnsClient({ timeoutMs }).ask(server, question);
  expect(performance.now() - startedAt).toBeLessThan(timeoutMs + 400);
  return reply;
}

test("a reply has its code, flags and TTLs", async () => {
  const server = await start({ udp: ({ reply }, send) => send(reply({ answers: right })) });
  expect(await ask(server)).toMatchObject({
    code: "NOERROR",
    authoritative: true,
    answers: [{ name: "example.com", type: "TXT", ttl: 300, value: "right" }],
  });
});

describe("replies to another question are not taken", () => {
  test.each([
    ["a wrong id", ({ id, reply }) => reply({ id: id ^ 1, answers: [txt("example.com", "forged")] })],
    ["another name", ({ reply }) => reply({ questions: [{ type: "TXT", name: "example.org" }], answers: [txt("example.org", "forged")] })],
    ["another type", ({ reply }) => reply({ questions: [{ type: "MX", name: "example.com" }] })],
    ["no question", ({ reply }) => reply({ questions: [], answers: [txt("example.com", "forged")] })],
    ["a question instead of a reply", ({ reply }) => reply({ type: "query" })],
    ["broken bytes", ({ reply }) => reply({ answers: right }).subarray(0, 40)],
    ["an empty datagram", () => Buffer.alloc(0)],
  ] as [string, (asked: Parameters<NonNullable<Parameters<typeof startHostileServer>[0]["udp"]>>[0]) => Buffer][])(
    "%s",
    async (_, forge) => {
      const server = await start({
        udp: (asked, send) => {
          send(forge(asked));
          setTimeout(() => send(asked.reply({ answers: right })), 20);
        },
      });
      expect(await ask(server)).toMatchObject({ answers: [{ value: "right" }] });
      const onlyForged = await start({ udp: (asked, send) => send(forge(asked)) });
      expect(await ask(onlyForged, 300)).toEqual({ failure: "timeout", reason: "no answer in time" });
    },
  );

  test("from another port, even with the right id", async () => {
    const forger = createSocket("udp4");
    const server = await start({
      udp: ({ reply }, send, from) => {
        forger.send(reply({ answers: [txt("example.com", "forged")] }), from.port, from.address);
        setTimeout(() => send(reply({ answers: right })), 30);
      },
    });
    expect(await ask(server)).toMatchObject({ answers: [{ value: "right" }] });
    forger.close();
  });

  test("over TCP too", async () => {
    const server = await start({
      udp: ({ reply }, send) => send(reply({ flags: truncated })),
      tcp: ({ id, reply }, connection) =>
        connection.write(Buffer.concat([framed(reply({ id: id ^ 1, answers: [] })), framed(reply({ answers: right }))])),
    });
    expect(await ask(server)).toMatchObject({ answers: [{ value: "right" }] });
  });
});

describe("what a forger would have to guess", () => {
  /** Asks so many questions at once. @returns for each port the ids that came from it, in order. */
  async function idsByPort(questions: number): Promise<number[][]> {
    const ports = new Map<number, number[]>();
    const server = await start({
      udp: ({ id, reply }, send, from) => {
        ports.set(from.port, [...(ports.get(from.port) ?? []), id]);
        send(reply());
      },
    });
    const client = createDnsClient();
    await Promise.all(Array.from({ length: questions }, (_, index) => client.ask(server, { ...question, name: `n${index}.example.com` })));
    return [...ports.values()];
  }

  test("every question has a random id", async () => {
    const ids = (await idsByPort(400)).flat();
    expect(new Set(ids).size).toBeGreaterThan(380);
    const steps = new Set(ids.slice(1).map((id, index) => id - (ids[index] ?? 0)));
    expect(steps.size).toBeGreaterThan(380);
  });

  test("a port is given up after a few questions, and the next one is another", async () => {
    const ports = await idsByPort(400);
    expect(ports.length).toBeGreaterThanOrEqual(400 / 16);
    for (const ids of ports) expect(ids.length).toBeLessThanOrEqual(16);
  });

  test("a port is not kept for the next look", async () => {
    const seen = new Set<number>();
    const server = await start({
      udp: ({ reply }, send, from) => {
        seen.add(from.port);
        send(reply());
      },
    });
    const client = createDnsClient();
    for (let look = 0; look < 10; look++) await client.ask(server, question);
    expect(seen.size).toBeGreaterThan(5);
  });

  test("a repetition comes from another port, with another id, even while others wait at the first", async () => {
    const seen: { name: string; port: number; id: number }[] = [];
    let other: Promise<unknown> | undefined;
    const server = await start({
      udp: ({ id, question: { name }, reply }, send, { port }) => {
        const isRepetition = seen.some((each) => each.name === name);
        seen.push({ name, port, id });
        other ??= client.ask(server, { ...question, name: "other.example.com" });
        if (isRepetition) send(reply());
      },
    });
    const client = createDnsClient({ timeoutMs: 1_000 });
    expect(await client.ask(server, question)).toMatchObject({ code: "NOERROR" });
    await other;
    const [first, second, repetition] = seen;
    expect([first?.name, second?.name, repetition?.name]).toEqual(["example.com", "other.example.com", "example.com"]);
    expect(second?.port).toBe(first?.port);
    expect(repetition?.port).not.toBe(first?.port);
    expect(repetition?.id).not.toBe(first?.id);
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
