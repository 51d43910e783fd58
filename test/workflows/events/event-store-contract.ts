/** What any event store does: the one in memory and the table in DynamoDB. */
import type { EventStore, StoredMessage } from "../../../mail/events/event-store";
import type { MessageErasure, MessageSearch } from "../../../mail/events/message-search";

const message = (revision: number, more: Partial<StoredMessage["state"]> = {}): StoredMessage => ({
  recipient: "digest-of-ada",
  revision,
  writeId: `w${revision}`,
  state: {
    kind: "accepted",
    at: 1_764_000_000_000,
    decidedBy: "e1",
    first: { accepted: 1_764_000_000_000 },
    message: { own: "inv-42", provider: "14c5d75ce93" },
    stream: "invitations",
    told: [{ provider: "sendgrid", kind: "accepted", times: 1, first: 1_764_000_000_000, last: 1_764_000_000_000, event: "e1" }],
    seen: ["e1"],
    ...more,
  },
});

/** @param open a store in which nothing is, and the search in it */
export function eventStoreContract(open: () => Promise<{ store: EventStore; search: MessageSearch & MessageErasure }>): void {
  let store: EventStore;
  let search: MessageSearch & MessageErasure;
  beforeEach(async () => {
    ({ store, search } = await open());
  });

  test("what is not there is undefined", async () => {
    expect(await store.read("k1")).toBeUndefined();
    expect(await store.byProviderId("14c5d75ce93", "digest-of-ada")).toBeUndefined();
    expect(await store.byRecipient("digest-of-ada", 0, Date.now())).toEqual([]);
  });

  test("what was written is read, every field", async () => {
    const whole = message(1, { failure: { class: "mailbox", severity: "soft", status: "4.2.2", text: "full" } });
    expect(await store.write("k1", whole)).toBe(true);
    expect(await store.read("k1")).toEqual(whole);
  });

  test("only the next revision is written", async () => {
    expect(await store.write("k1", message(2))).toBe(false);
    expect(await store.write("k1", message(1))).toBe(true);
    expect(await store.write("k1", message(1, { kind: "bounced" }))).toBe(false);
    expect(await store.write("k1", message(3, { kind: "bounced" }))).toBe(false);
    expect((await store.read("k1"))?.state.kind).toBe("accepted");
    expect(await store.write("k1", message(2, { kind: "bounced" }))).toBe(true);
    expect((await store.read("k1"))?.state.kind).toBe("bounced");
  });

  test("of ten that write at once, one wins", async () => {
    const wrote = await Promise.all(Array.from({ length: 10 }, () => store.write("k1", message(1))));
    expect(wrote.filter(Boolean)).toHaveLength(1);
  });

  test("it is found by the provider's id and the recipient", async () => {
    await store.write("k1", message(1));
    expect(await store.byProviderId("14c5d75ce93", "digest-of-ada")).toBe("k1");
    expect(await store.byProviderId("14c5d75ce93", "digest-of-ben")).toBeUndefined();
  });

  test("it is found by the recipient and the time of acceptance", async () => {
    await store.write("k1", message(1));
    await store.write("k2", message(1, { first: { accepted: 1_764_000_060_000 } }));
    await store.write("k3", message(1, { first: { delivered: 1_764_000_030_000 } }));
    expect(await store.byRecipient("digest-of-ada", 1_764_000_000_000, 1_764_000_059_999)).toEqual(["k1"]);
    expect([...(await store.byRecipient("digest-of-ada", 0, 1_764_000_060_000))].sort()).toEqual(["k1", "k2"]);
    expect(await store.byRecipient("digest-of-ben", 0, Date.now())).toEqual([]);
  });

  describe("searched by people", () => {
    const at = 1_764_000_000_000;
    const keys = async (found: Promise<{ key: string }[]>) => (await found).map(({ key }) => key).sort();
    beforeEach(async () => {
      await store.write("k1", message(1));
      await store.write("k2", message(1, { message: { own: 'inv "4"', header: "a.b@app.example" }, first: { accepted: at + 60_000 } }));
      // Dropped for a suppressed recipient: SendGrid never tells that it accepted it.
      await store.write("k3", message(1, { kind: "rejected", at: at + 1, first: { rejected: at + 1 }, message: { own: "inv-4" } }));
      await store.write("k4", { ...message(1), recipient: "digest-of-ben" });
    });

    test("by recipient, those that nobody accepted too", async () => {
      expect(await keys(search.toRecipient("digest-of-ada"))).toEqual(["k1", "k2", "k3"]);
      expect(await search.toRecipient("digest-of-eve")).toEqual([]);
      expect((await search.toRecipient("digest-of-ben"))[0]).toMatchObject({ key: "k4", revision: 1, state: { kind: "accepted" } });
    });

    test("what is taken out is gone, once and again", async () => {
      await search.remove("k1");
      await search.remove("k1");
      expect(await store.read("k1")).toBeUndefined();
      expect(await keys(search.toRecipient("digest-of-ada"))).toEqual(["k2", "k3"]);
      expect(await store.write("k1", message(1))).toBe(true);
    });

    test("by any of its ids, whole", async () => {
      expect(await keys(search.withIds(["inv-42"]))).toEqual(["k1", "k4"]);
      expect(await keys(search.withIds(["inv-4"]))).toEqual(["k3"]);
      expect(await keys(search.withIds(['inv "4"', "14c5d75ce93"]))).toEqual(["k1", "k2", "k4"]);
      expect(await keys(search.withIds(["a.b@app.example"]))).toEqual(["k2"]);
      expect(await search.withIds(["accepted", "e1"])).toEqual([]);
    });

    test("by the time of acceptance, or of what was told first", async () => {
      expect(await keys(search.between(at, at + 1))).toEqual(["k1", "k3", "k4"]);
      expect(await keys(search.between(at + 1, at + 60_000))).toEqual(["k2", "k3"]);
      expect(await search.between(0, at - 1)).toEqual([]);
    });
  });
}
