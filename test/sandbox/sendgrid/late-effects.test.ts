/** What SendGrid's documentation leaves room for: keys that take time to work and to die, and a clock that is not ours. */
import { Trouble, type TroubleRule } from "../../../sandbox/trouble";
import { type SendgridWorld, startSendgridWorld } from "./world";

const late = 1500;
let world: SendgridWorld;
const start = async (...rules: TroubleRule[]): Promise<void> => {
  world = await startSendgridWorld({ trouble: new Trouble("seed", rules) });
};
afterEach(() => world.stop());

interface NewKey {
  api_key: string;
  api_key_id: string;
}
const create = async (): Promise<NewKey> =>
  (await world.call<NewKey>("POST", "/api_keys", { name: "sending", scopes: ["mail.send"] })).body;
const works = async ({ api_key }: NewKey): Promise<boolean> => (await world.call("GET", "/scopes", undefined, api_key)).status === 200;
const login = ({ api_key }: NewKey): Promise<string> => world.sendgrid.submission.authenticate("apikey", api_key);

test("a new key is listed, but works only later, for the API and for SMTP", async () => {
  await start({ on: "sendgrid POST /v3/api_keys", probability: 1, effectDelayMs: late });
  const made = performance.now();
  const key = await create();
  expect((await world.call("GET", `/api_keys/${key.api_key_id}`)).status).toBe(200);
  expect(await works(key)).toBe(false);
  await expect(login(key)).rejects.toMatchObject({ code: 535 });
  while (!(await works(key))) expect(performance.now() - made).toBeLessThan(10_000);
  expect(performance.now() - made).toBeGreaterThanOrEqual(late);
  expect(await login(key)).toBe(key.api_key_id);
});

test("a deleted key is not listed, but works for a while", async () => {
  await start({ on: "sendgrid DELETE /v3/api_keys/{id}", probability: 1, effectDelayMs: late });
  const key = await create();
  const deleted = performance.now();
  expect((await world.call("DELETE", `/api_keys/${key.api_key_id}`)).status).toBe(204);
  expect((await world.call("GET", `/api_keys/${key.api_key_id}`)).status).toBe(404);
  while (await works(key)) expect(performance.now() - deleted).toBeLessThan(10_000);
  expect(performance.now() - deleted).toBeGreaterThanOrEqual(late);
  await expect(login(key)).rejects.toMatchObject({ code: 535 });
});

test("without such rules a key works and ends at once", async () => {
  await start();
  const key = await create();
  expect(await works(key)).toBe(true);
  await world.call("DELETE", `/api_keys/${key.api_key_id}`);
  expect(await works(key)).toBe(false);
});

test("the times that it notes are its clock's", async () => {
  await start({ on: "sendgrid clock", probability: 1, clockSkewMs: 40 * 24 * 60 * 60 * 1000 });
  const { body } = await world.call<{ next_reset: string }>("GET", "/user/credits");
  expect(Date.parse(body.next_reset) - Date.now()).toBeGreaterThan(33 * 24 * 60 * 60 * 1000);
});
