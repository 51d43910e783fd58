import { createHash } from "node:crypto";
import { unzipSync } from "fflate";
import { functionNames } from "../../../declaration/names/events";
import { buildFunctions } from "../../../stacks/assets/function-code";

const built = buildFunctions();

describe.each(functionNames)("%s", (name) => {
  const code = built.get(name) ?? new Uint8Array();
  const entries = unzipSync(code);
  const text = Buffer.from(entries["handler.js"] ?? []).toString();

  test("one file, which Lambda finds by its name", () => {
    expect(Object.keys(entries)).toEqual(["handler.js"]);
    expect(text).toMatch(/\bhandler\b/);
  });

  test("the same bytes in another place and another time zone", () => {
    const before = [process.cwd(), process.env.TZ] as const;
    try {
      process.chdir("/");
      process.env.TZ = "Pacific/Auckland";
      const digest = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
      expect(digest(buildFunctions().get(name) ?? new Uint8Array())).toBe(digest(code));
    } finally {
      process.chdir(before[0]);
      process.env.TZ = before[1];
    }
  });

  test("no path of this machine is in it", () => {
    expect(text).not.toContain(process.cwd());
    expect(text).not.toMatch(/\/(?:home|Users|root|work)\//);
  });

  test("small enough to start in a moment", () => {
    expect(code.length).toBeLessThan(300_000);
  });
});
