import { eraseAnswer, eraseBody } from "../../reports/erasure/json";
import { erasureText } from "../../reports/erasure/text";
import { type EraseEffects, erase, type RecipientData } from "../../workflows/erase";
import { messagesTo } from "../../workflows/trace";
import { asking, event, storeOf } from "./asked-messages";
import type { MemoryStore } from "./events/memory-store";

const address = "ada@client.example";
const request = { address, apply: true, keepLists: false };

/** @param fails names of effects that throw */
function sendgrid(fails: readonly string[] = []) {
  const lists = new Set(["bounces", "spam reports"]);
  const erased: string[] = [];
  const tried = (name: string): void => {
    if (fails.includes(name)) throw new Error(`${name} failed`);
  };
  const data: RecipientData = {
    lists: async () => {
      tried("lists");
      return [...lists];
    },
    takeOff: async (list) => {
      tried(list);
      lists.delete(list);
    },
    eraseLogs: async (each) => {
      tried("logs");
      erased.push(...each);
      return "job-1";
    },
  };
  return { data, lists, erased };
}

const ses: RecipientData = { lists: async () => [], takeOff: async () => {} };

async function world(fails: readonly string[] = []) {
  const store = await storeOf([
    event("accepted", 0),
    event("bounced", 9, { failure: { class: "bad address", severity: "hard" } }),
    event("accepted", 10, { message: { own: "inv-43" } }),
    event("accepted", 20, { recipient: "ben@client.example" }),
  ]);
  const { search, digest, now } = asking(store);
  const remove = fails.includes("remove") ? () => Promise.reject(new Error("the store is down")) : search.remove;
  const { data, ...at } = sendgrid(fails);
  const use: EraseEffects = {
    messages: { to: (each) => messagesTo(each, { search, digest }), remove },
    providers: { sendgrid: data, ses },
    now,
  };
  return { use, store, ...at };
}

const recipientsIn = ({ messages }: MemoryStore): number => new Set([...messages.values()].map(({ recipient }) => recipient)).size;

test("without --apply it says what it would do, and does nothing", async () => {
  const { use, store, lists, erased } = await world();
  expect(await erase({ ...request, apply: false }, use)).toMatchObject({
    status: "would erase",
    messages: 2,
    underWay: 1,
    providers: [
      { provider: "sendgrid", lists: ["bounces", "spam reports"], logs: "would be erased" },
      { provider: "ses", lists: [], logs: "no API" },
    ],
  });
  expect([recipientsIn(store), lists.size, erased]).toEqual([2, 2, []]);
});

test("with it, that recipient is gone everywhere, and nobody else", async () => {
  const { use, store, lists, erased } = await world();
  expect(await erase(request, use)).toMatchObject({
    status: "erased",
    messages: 2,
    providers: [{ logs: "erased later", job: "job-1" }, {}],
  });
  expect([recipientsIn(store), lists.size, erased]).toEqual([1, 0, [address]]);
  expect(await erase(request, use)).toMatchObject({ status: "erased", messages: 0, providers: [{ lists: [] }, {}] });
});

test("--keep-lists leaves who objected to mail without mail", async () => {
  const { use, store, lists } = await world();
  const outcome = await erase({ ...request, keepLists: true }, use);
  expect(outcome).toMatchObject({ status: "erased", listsKept: true });
  expect([recipientsIn(store), lists.size]).toEqual([1, 2]);
  expect(erasureText(outcome)).not.toContain("must not write");
});

test.each(["lists", "bounces", "logs", "remove"])("%s fails: it is told, the rest is erased, and it can be run again", async (name) => {
  const { use, store, erased } = await world([name]);
  const outcome = await erase(request, use);
  expect(outcome.status).toBe("partly erased");
  expect(JSON.stringify(outcome)).toContain(name === "remove" ? "the store is down" : `${name} failed`);
  expect([erased.length === 1, recipientsIn(store) === 1]).toEqual([name !== "logs", name !== "remove"]);
});

test("providers are asked by both spellings", async () => {
  const { use, erased } = await world();
  const asked: string[] = [];
  const data: RecipientData = { lists: async (each) => [each], takeOff: async (_, each) => void asked.push(each) };
  await erase({ ...request, address: "Ada@client.example" }, { ...use, providers: { ...use.providers, ses: data } });
  expect([asked, erased]).toEqual([
    ["Ada@client.example", address],
    ["Ada@client.example", address],
  ]);
});

test("what is printed holds no address, and says what stays at whom", async () => {
  const { use } = await world(["bounces"]);
  const outcome = await erase(request, use);
  const body = { version: 1 as const, ...eraseBody(outcome) };
  expect(eraseAnswer.parse(body)).toEqual(body);
  for (const text of [erasureText(outcome), JSON.stringify(body)]) {
    expect(text).not.toMatch(/ada|client\.example/);
    for (const where of ["SendGrid", "Amazon SES", "35 days", "14 days", "United States", "mailbox"]) expect(text).toContain(where);
  }
});
