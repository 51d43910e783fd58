/** second-apply.tfplan: Terraform 1.11.4 made it, of one `terraform_data` whose input changes, after an apply. */
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readPlanFile } from "../../../adapters/terraform/plan-file";

const folder = mkdtempSync(join(tmpdir(), "plan-file-"));
afterAll(() => rmSync(folder, { recursive: true }));

const recorded = join(__dirname, "..", "..", "fixtures", "plan-files", "second-apply.tfplan");
const bytes = readFileSync(recorded);

const lockFile = ['# This file is maintained automatically by "terraform init".', "# Manual edits may be lost in future updates.", ""].join(
  "\n",
);

const written = (content: Buffer | string): string => {
  const file = join(folder, "plan.tfplan");
  writeFileSync(file, content);
  return file;
};

test("says which state the plan begins with, and which plugins it was made with", () => {
  expect(readPlanFile(recorded)).toEqual({
    state: { lineage: "0c4a9504-162e-465a-02c3-91c4c6d41cd1", serial: 1 },
    plugins: createHash("sha256").update(lockFile).digest("hex"),
  });
});

test("reads past a comment at the end of the archive", () => {
  const end = Buffer.from(bytes);
  end.writeUInt16LE(5, end.length - 2);
  expect(readPlanFile(written(Buffer.concat([end, Buffer.from("hello")]))).state?.serial).toBe(1);
});

test.each([
  ["empty", Buffer.alloc(0)],
  ["no archive", Buffer.from("plan")],
  ["cut off", bytes.subarray(0, bytes.length - 30)],
  ["without its beginning", bytes.subarray(300)],
])("refuses a file that is %s", (_, content) => {
  expect(() => readPlanFile(written(content))).toThrow(expect.objectContaining({ name: "OperatorError", remedy: expect.anything() }));
});

test("refuses a file that is not there", () => {
  expect(() => readPlanFile(join(folder, "none"))).toThrow("is no plan file");
});
