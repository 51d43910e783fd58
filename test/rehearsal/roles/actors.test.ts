import { type Actor, actorOf } from "../../../rehearsal/roles/actors";

test.each<[verb: string, actor: Actor]>([
  ["bootstrap", "administrator"],
  ["plan", "plan"],
  ["apply", "apply"],
  ["verify", "review"],
  ["credentials", "rotate"],
  ["fail-over", "rotate"],
  ["trace", "break-glass"],
  ["destroy", "break-glass"],
])("%s of an environment is done by %s, and of an account's stack by the administrator", (verb, actor) => {
  expect(actorOf({ kind: "environment" }, verb)).toBe(actor);
  expect(actorOf({ kind: "account" }, verb)).toBe("administrator");
});
