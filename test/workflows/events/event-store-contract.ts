/** What any event store does: the one in memory and the table in DynamoDB. */
import type { EventStore, StoredMessage } from "../../../mail/events/event-store";

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
    seen: ["e1"],
    ...more,
  },
});

/** @param open a store in which nothing is */
export function eventStoreContract(open: () => Promise<EventStore>): void {
  let store: EventStore;
  beforeEach(async () => {
    store = await open();
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
}
