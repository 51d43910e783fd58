/** Lines as Terraform 1.11.4 writes them: https://developer.hashicorp.com/terraform/internals/machine-readable-ui */
import { readApplyEvent, readError } from "../../../adapters/terraform/apply-events";

const resource = {
  addr: "aws_kms_key.key",
  module: "",
  resource: "aws_kms_key.key",
  implied_provider: "aws",
  resource_type: "aws_kms_key",
  resource_name: "key",
  resource_key: null,
};
const line = (type: string, hook: object): string =>
  JSON.stringify({ "@level": "info", "@message": "", "@module": "terraform.ui", "@timestamp": "2026-11-28T10:00:00Z", type, hook });

test.each([
  ["apply_start", {}, { kind: "started", seconds: 0 }],
  ["apply_progress", { elapsed_seconds: 10 }, { kind: "going on", seconds: 10 }],
  ["apply_complete", { elapsed_seconds: 12, id_key: "id", id_value: "a-secret-id" }, { kind: "done", seconds: 12 }],
  ["apply_errored", { elapsed_seconds: 3 }, { kind: "failed", seconds: 3 }],
])("%s: of which resource, and no value of it", (type, more, wanted) => {
  const read = readApplyEvent(line(type, { resource, action: "create", ...more }));
  expect(read).toEqual({ address: "aws_kms_key.key", action: "create", ...wanted });
});

test.each([
  ["a data source that is read", line("apply_start", { resource, action: "read" })],
  ["a summary", '{"@level":"info","type":"change_summary","changes":{"add":1}}'],
  ["no JSON", "Error: Failed to load the plan"],
  ["an empty line", ""],
])("%s is no step", (_, text) => {
  expect(readApplyEvent(text)).toBeUndefined();
});

const diagnostic = (severity: string, more: object): string =>
  JSON.stringify({ "@level": severity, type: "diagnostic", diagnostic: { severity, summary: "creating KMS Key", ...more } });

test("an error as Terraform says it to people, with its resource; a warning is none", () => {
  const error = diagnostic("error", { detail: "AccessDenied\n", address: "aws_kms_key.key", range: { filename: "cdk.tf.json" } });
  expect(readError(error)).toBe("Error: creating KMS Key\nAccessDenied\n  with aws_kms_key.key");
  expect(readError(diagnostic("error", {}))).toBe("Error: creating KMS Key");
  expect(readError(diagnostic("warning", {}))).toBeUndefined();
});
