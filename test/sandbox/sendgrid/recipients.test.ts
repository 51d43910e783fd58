/** What SendGrid keeps of a recipient: our adapter against the stand-in. */
import { createSendgridClient } from "../../../adapters/sendgrid/client";
import { eraseRecipient, suppressionLists, takeOffList } from "../../../adapters/sendgrid/recipients";
import { type SendgridWorld, startSendgridWorld } from "./world";

let world: SendgridWorld;
beforeAll(async () => {
  world = await startSendgridWorld();
});
afterAll(() => world.stop());

const address = "Ada.o'Brien+1@client.example";
const clientOf = (token: string, subuser?: string) => createSendgridClient({ baseUrl: world.sendgrid.url, token, subuser });
const admin = () => clientOf(world.sendgrid.adminKey);

async function suppressEverywhere(): Promise<number> {
  const { suppressions } = world.sendgrid.state;
  for (const list of ["bounces", "blocks", "spam_reports", "invalid_emails"] as const)
    suppressions.add(list, { email: address.toLowerCase(), created: 1_764_000_000 });
  const { body } = await world.call<{ id: number }>("POST", "/asm/groups", { name: `News ${Math.random()}`, description: "" });
  await world.call("POST", "/asm/suppressions/global", { recipient_emails: [address] });
  await world.call("POST", `/asm/groups/${body.id}/suppressions`, { recipient_emails: [address] });
  return body.id;
}

test("an address that nobody suppressed is on no list", async () => {
  expect(await suppressionLists(admin(), "eve@client.example")).toEqual([]);
});

test("it comes off each list, once and again", async () => {
  const group = await suppressEverywhere();
  const lists = await suppressionLists(admin(), address);
  expect(lists).toEqual(["bounces", "blocks", "spam reports", "invalid emails", "global unsubscribes", `unsubscribe group ${group}`]);
  for (const list of [...lists, ...lists]) await takeOffList(admin(), list, address);
  expect(await suppressionLists(admin(), address)).toEqual([]);
});

test("an erasure takes its messages out of the logs, and nobody else's", async () => {
  const { state } = world.sendgrid;
  await suppressEverywhere();
  for (const to of [address, "ben@client.example"])
    state.logs.add({ id: to, createdAt: state.now(), apiKeyId: "k", from: "us@mail.corp.example", to, subject: "Invitation" });
  expect(await eraseRecipient(admin(), [address])).toMatch(/^[0-9a-f-]{36}$/);
  expect(state.logs.since(0, state.now()).map(({ to }) => to)).toEqual(["ben@client.example"]);
  expect(await suppressionLists(admin(), address)).toEqual([]);
});

test("a subuser's recipients are its own", async () => {
  const subuser = world.sendgrid.state.addSubuser("desk", "global");
  subuser.suppressions.add("bounces", { email: address, created: 1 });
  await eraseRecipient(admin(), [address]);
  expect(await suppressionLists(clientOf(world.sendgrid.adminKey, "desk"), address)).toEqual(["bounces"]);
  await eraseRecipient(clientOf(world.sendgrid.adminKey, "desk"), [address]);
  expect(subuser.suppressions.on("bounces", address)).toBeUndefined();
});

test("a key without the scopes is refused", async () => {
  const client = clientOf(world.sendgrid.issueKey(["mail.send"]));
  await expect(suppressionLists(client, address)).rejects.toMatchObject({ status: 403 });
  await expect(eraseRecipient(client, [address])).rejects.toMatchObject({ status: 403 });
});

test.each([
  [{ email_addresses: ["no address"] }, 400],
  [{ email_addresses: [] }, 400],
  [{ email_addresses: Array.from({ length: 5001 }, (_, at) => `r${at}@client.example`) }, 400],
])("what is no list of addresses is refused", async (body, status) => {
  expect((await world.call("POST", "/recipients/erasejob", body)).status).toBe(status);
});

test("more than 100 in a minute are too many", async () => {
  world.sendgrid.state.erasures = Array.from({ length: 100 }, () => world.sendgrid.state.now());
  expect((await world.call("POST", "/recipients/erasejob", { email_addresses: [address] })).status).toBe(429);
});
