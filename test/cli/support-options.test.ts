/** What support asks that cannot be meant: refused before anything is asked of anybody. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fixtureEnv } from "../fixtures/declared";
import { ask } from "./ask";

const directory = mkdtempSync(join(tmpdir(), "support-options-"));
afterAll(() => rmSync(directory, { recursive: true }));

/** The fixtures are examples, which act on no real service. Nothing is asked of it. */
const standIn = { AWS_ENDPOINT_URL: "http://127.0.0.1:9" };
const affected = "affected --env staging --since";

test.each<[string, string, number]>([
  ["trace --env staging", "recipient or message id", 2],
  ["trace inv-42 --env nowhere", "nowhere", 2],
  // Its primary is a test server.
  ["trace ada@client.example --env dev", "test server", 1],
  ["affected --env staging", "--since", 2],
  ["erase --env staging", "address", 2],
  ["erase nobody --env staging --apply --yes", "no address", 2],
  ...["yesterday", "2026-13-01", "2026-04-31", "2026-11-28T25:00", "28.11.2026", "2026-11-28T10:00 CET"].map(
    (time): [string, string, number] => [`${affected}=${time}`, "expected a time", 2],
  ),
  [`${affected} 2026-11-28T12:00Z --until 2026-11-28T12:00Z`, "not before", 2],
  [`${affected} 2026-11-28T12:00+02:00 --until 2026-11-28T09:00Z`, "not before", 2],
  [`${affected} 2999-01-01`, "not before", 2],
])("twinpost %s", async (words, message, exit) => {
  const { code, stdout, stderr } = await ask(words.split(/ (?!CET)/), { env: { ...fixtureEnv, ...standIn }, directory });
  expect(stderr).toContain(message);
  expect([code, stdout]).toEqual([exit, ""]);
});
