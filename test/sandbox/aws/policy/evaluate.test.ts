/** Policies as AWS documents their evaluation. */
import { judge } from "../../../../sandbox/aws/policy/evaluate";
import { documented } from "./documented";

test.each(documented.map((example) => [`${example.what} (${example.source.split("/").at(-1)})`, example] as const))("%s", (_, example) => {
  const decision = judge(example.policies, example.asked);
  const said = decision.allowed ? "allowed" : `${decision.explicit ? "explicit " : ""}${decision.by}`;
  expect(said).toBe(example.expected);
});
