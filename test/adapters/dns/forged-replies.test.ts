/** Replies that somebody else sends are not taken for the server's. */
import { createSocket } from "node:dgram";
import { createDnsClient } from "../../../adapters/dns/client";
import { ask, question, right, start, truncated } from "./asking";
import { framed, type startHostileServer, txt } from "./hostile-server";

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
