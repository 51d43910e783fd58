/**
 * Every action is pinned by the commit of an exact version, and the comment beside it names that version. The table is what somebody looked up: the
 * tag of the action's own repository that has this commit.
 */
import { readWorkflow, workflowFiles } from "./workflow-file";

const pins: Record<string, readonly [version: string, commit: string]> = {
  "actions/checkout": ["v7.0.1", "3d3c42e5aac5ba805825da76410c181273ba90b1"],
  "actions/setup-node": ["v7.0.0", "820762786026740c76f36085b0efc47a31fe5020"],
  "actions/upload-artifact": ["v7.0.1", "043fb46d1a93c77aae656e7c1c64a875d1fc6a0a"],
  "actions/download-artifact": ["v8.0.1", "3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c"],
  "aws-actions/configure-aws-credentials": ["v6.2.3", "e6de054238d6b7531b4efff3b6587d9aade6a06c"],
  "hashicorp/setup-terraform": ["v4.0.1", "dfe3c3f87815947d99a8997f908cb6525fc44e9e"],
};

const uses = workflowFiles().flatMap((file) =>
  [...readWorkflow(file).text.matchAll(/^\s*(?:- )?uses: (.*)$/gm)].map(([, text = ""]) => text),
);

test("each is of the table, word by word", () => {
  expect(uses.length).toBeGreaterThan(5);
  const known = Object.entries(pins).map(([action, [version, commit]]) => `${action}@${commit} # ${version}`);
  expect(uses.filter((text) => !known.includes(text))).toEqual([]);
});

test("the table has none that is not used", () => {
  expect(Object.keys(pins).filter((action) => !uses.some((text) => text.startsWith(`${action}@`)))).toEqual([]);
});
