/** `twinpost init` at a terminal: each answer is checked at once, may be taken back, and is shown before anything is written. */
import { stripVTControlCharacters } from "node:util";
import { folderOf, own, ownAccount, pilot } from "./init-at";

let at: ReturnType<typeof folderOf>;
beforeEach(() => {
  at = folderOf("fixture");
});
afterEach(() => at.remove());

/** What is left to ask after these flags: Enter takes what is offered. */
const without = (flags: Record<string, string>, ...names: string[]) =>
  Object.fromEntries(Object.entries(flags).filter(([name]) => !names.includes(name)));
const enter = (times: number): string[] => Array(times).fill("");
/** Region, domain, sender's address, reply-to, web address, primary, standby; reports, month, burst; promotion. */
const offered = enter(11);
const yes = "yes";

test("an answer that is wrong is told in the words of its question, and asked again", async () => {
  const typed = ["keep", "11112222333", "1111-2222-3333", "eu-central-1", ...enter(6), ...["", "many", "10,000", "500"], "", yes, ""];
  const { code, stderr } = await at.init(without(pilot, "account"), typed);
  expect(stderr).toContain('"11112222333" is not an AWS account id, expected 12 digits\n');
  expect(stderr).toContain("[mail.pilot.example.net]: ");
  expect(stderr).toContain('"many" is not a whole number');
  expect(stderr).not.toMatch(/environments\/pilot\.ts:|in quotes|capacity\./);
  expect(code).toBe(0);
  expect(at.file("pilot")).toContain('aws: { account: "111122223333", region: "eu-central-1" }');
  expect(at.file("pilot")).toContain("capacity: { perMonth: 10_000, atOnce: 500, withinSeconds: 30 }");
});

test("a name that is taken is told at the first question, with the offer to replace it", async () => {
  const { stderr, code } = await at.init(without(pilot, "name"), ["QA!", "dev", "no", "prod", "yes", ...offered, yes, ""]);
  expect(code).toBe(0);
  expect(stderr).toContain('"qa!" is not an environment name');
  expect(stderr.match(/replace it, yes or no \[no\]/g)).toHaveLength(2);
  expect(at.file("prod")).toContain('"prod", begun by');
  expect(at.file("dev")).not.toContain("begun by");
});

test("? explains, < goes back, and what was answered is offered again", async () => {
  const typed = ["<", "", "", "?", "mine@mail.pilot.example.net", "<", "<", "", "", "support@corp.example", ...enter(7), yes, ""];
  const { stderr, code } = await at.init(pilot, typed);
  expect(stderr).toContain("This is the first question.");
  expect(stderr).toContain("As a flag: --sender-address <address>");
  expect(stderr).toContain("[mine@mail.pilot.example.net]: ");
  expect(code).toBe(0);
  expect(at.file("pilot")).toContain(
    'address: "mine@mail.pilot.example.net", name: "Market Edge Platform", replyTo: "support@corp.example"',
  );
});

test("an answer may be changed in the summary, and what was proposed from it follows", async () => {
  const { stderr } = await at.init(pilot, [...offered, "0", "99"]);
  const [, number = ""] = /^ *(\d+) {2}domain /m.exec(stderr) ?? [];
  expect(stderr).toContain('"99" is neither yes, no nor a number');
  const { code, stderr: again } = await at.init(pilot, [...offered, number, "mail.two.example.net", yes, ""]);
  expect(code).toBe(0);
  expect(again.match(/^Summary$/gm)).toHaveLength(2);
  expect(at.file("pilot")).toContain('sendingDomain: "mail.two.example.net"');
  expect(at.file("pilot")).toContain('address: "invitations@mail.two.example.net"');
});

test.each([
  ["input that ends", [] as string[], 2],
  ["a no to the summary", [...enter(9), "no"], 1],
])("%s writes nothing, and what was said is printed as a command line", async (_, typed, exit) => {
  const { code, stderr } = await at.init({ ...pilot, "sender-name": "Ada's Mail" }, ["", "mail.two.example.net", ...typed]);
  expect(code).toBe(exit);
  const pasted =
    stderr
      .slice(stderr.indexOf("npx twinpost init"))
      .replaceAll(/ \\\n */g, " ")
      .split("\n")[0] ?? "";
  expect(pasted).toContain("--sender-name 'Ada'\\''s Mail'");
  expect(pasted).toContain("--seed-mailboxes 'one@gmail.com, two@outlook.com'");
  expect(pasted).toContain("--domain mail.two.example.net");
  expect(pasted).toContain("--region eu-west-1");
  expect(pasted.includes("--per-month")).toBe(typed.length > 0);
  expect(at.has("pilot")).toBe(false);
});

test("the whole of it fits 80 columns", async () => {
  const { stderr } = await at.init(without({ ...own, ...ownAccount }, "alerts", "administrators"), [
    ...enter(7),
    "?",
    "ops@corp.example",
    ...enter(5),
    "?",
    "grace",
    yes,
    "",
  ]);
  const lines = stripVTControlCharacters(stderr).split("\n");
  expect(lines.filter((line) => line.trimEnd().length > 80)).toEqual([]);
  expect(at.file("declared")).toContain('["prod"]');
});

test("it ends by offering a rehearsal of that environment", async () => {
  expect((await at.init(pilot, [...offered, yes, "y"])).code).toBe(0);
  expect(at.verbs).toEqual([["rehearse", "--env", "pilot", "--calm"]]);
  await at.init({ ...pilot, name: "second" }, [...offered, yes, ""]);
  expect(at.verbs).toHaveLength(1);
});
