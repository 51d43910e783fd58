/** After `npm ci --omit=dev`, as in most jobs at GitHub: what that leaves out is told by the lock file. */
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Checkout, makeCheckout } from "../rehearsal/checkout";

const root = join(__dirname, "..", "..");
let checkout: Checkout;

beforeAll(() => {
  checkout = makeCheckout();
  rmSync(join(checkout.directory, "node_modules"));
  const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as { packages: Record<string, { dev?: true }> };
  for (const [place, { dev }] of Object.entries(packages)) {
    if (dev || !/^node_modules\/(@[^/]+\/)?[^/]+$/.test(place)) continue;
    mkdirSync(dirname(join(checkout.directory, place)), { recursive: true });
    symlinkSync(join(root, place), join(checkout.directory, place));
  }
});
afterAll(() => checkout.remove());

test("every verb loads", async () => {
  const doors = readdirSync(join(checkout.directory, "cli")).filter((file) => file.endsWith(".ts"));
  const script = [join("bin", "typescript.js"), ...doors.map((file) => join("cli", file))].map((file) => `require("./${file}");`).join("");
  const { code, stderr } = await checkout.run(process.execPath, ["--preserve-symlinks", "-e", script], checkout.directory);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(doors.length).toBeGreaterThan(20);
});

test("synthesis says what is missing and how to install it", async () => {
  const { code, stderr } = await checkout.twinpost("records", "--env", "dev");
  expect(stderr).toMatch(/"cdktf".*\n.*`npm ci`/);
  expect(code).toBe(2);
});
