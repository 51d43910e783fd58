import { readImportFaults } from "../../../adapters/terraform/import-faults";

/** Lines of `terraform plan -json` of 1.11.4. */
const diagnostic = (summary: string, detail: string, severity = "error"): string =>
  JSON.stringify({ "@level": severity, "@message": `Error: ${summary}`, type: "diagnostic", diagnostic: { severity, summary, detail } });
const absent = (address: string): string =>
  diagnostic(
    "Cannot import non-existent remote object",
    `While attempting to import an existing object to "${address}", the provider detected that no object exists with the given id. Only pre-existing objects can be imported; check that the id is correct and that it is associated with the provider's configured region or endpoint, or use "terraform apply" to create a new remote object for this resource.`,
  );

test("the addresses of objects that do not exist are told", () => {
  const lines = ['{"type":"version"}', absent("aws_iam_user.ses-smtp_user"), absent("aws_kms_alias.a"), ""];
  expect(readImportFaults(lines.join("\n")).absent).toEqual(["aws_iam_user.ses-smtp_user", "aws_kms_alias.a"]);
});

test("any other error is told in its own words, warnings and broken lines are not", () => {
  const lines = [diagnostic("Invalid provider", "no login"), diagnostic("Deprecated", "soon", "warning"), "{cut off"];
  expect(readImportFaults(lines.join("\n"))).toEqual({ absent: [], said: "Error: Invalid provider\nno login" });
});
