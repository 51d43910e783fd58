/** Three kills of a real `terraform apply`; `npm run prove` tries fifty. */
import { proveKills } from "../../scripts/prove/kills";

test("killed at the beginning, in the middle and near the end of an apply, terraform stores its state and releases its lock", async () => {
  const said: string[] = [];
  expect(await proveKills({ tries: 3, seed: 3 }, (text) => said.push(text))).toEqual({ tries: 3, failures: [] });
  expect(said.join("\n")).toContain("stopped in its own time");
}, 60_000);
