import { readPlanJson } from "../../changes/plan";
import { isEmpty } from "../../changes/plan-summary";

/** Terraform marks what its plugins call sensitive. */
const hidden = { before_sensitive: { password: true }, after_sensitive: { password: true } };

const resource = (address: string, ...actions: string[]) => ({
  address,
  mode: address.startsWith("data.") ? "data" : "managed",
  type: address.split(".").at(-2) ?? "",
  change: { actions, before: { password: "hunter2" }, after: { password: "hunter3" }, ...hidden },
});

test("tells what would happen to which resource, without any value", () => {
  const summary = readPlanJson({
    resource_changes: [
      resource("aws_kms_key.a", "create"),
      resource("aws_kms_key.b", "update"),
      resource("aws_kms_key.c", "delete", "create"),
      resource("aws_kms_key.d", "create", "delete"),
      resource("aws_kms_key.e", "delete"),
      resource("aws_kms_key.f", "no-op"),
      resource("data.aws_iam_policy_document.g", "read"),
    ],
    output_changes: { records: { actions: ["update"] }, same: { actions: ["no-op"] } },
  });
  expect(summary).toMatchObject({
    changes: [
      { address: "aws_kms_key.a", type: "aws_kms_key", action: "create" },
      { address: "aws_kms_key.b", type: "aws_kms_key", action: "update" },
      { address: "aws_kms_key.c", type: "aws_kms_key", action: "replace" },
      { address: "aws_kms_key.d", type: "aws_kms_key", action: "replace" },
      { address: "aws_kms_key.e", type: "aws_kms_key", action: "delete" },
    ],
    outputs: ["records"],
  });
  expect(isEmpty(summary)).toBe(false);
  expect(JSON.stringify(summary)).not.toContain("hunter");
});

test("a plan of no-ops is empty, and so is one without resources", () => {
  expect(isEmpty(readPlanJson({ resource_changes: [resource("aws_kms_key.a", "no-op")] }))).toBe(true);
  expect(isEmpty(readPlanJson({}))).toBe(true);
});

test("refuses what is not a plan, instead of calling it empty", () => {
  expect(() => readPlanJson({ resource_changes: [{ address: "x" }] })).toThrow();
  expect(() => readPlanJson("error: no plan")).toThrow();
});
