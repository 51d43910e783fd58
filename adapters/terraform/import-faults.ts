/**
 * What a plan with import blocks says of objects that do not exist, from the lines of `terraform plan -json`
 * (https://developer.hashicorp.com/terraform/internals/machine-readable-ui). Terraform names the address in the text alone.
 */
import { z } from "zod";
import { jsonOf } from "../../mail/json";

const line = z.object({
  type: z.literal("diagnostic"),
  diagnostic: z.object({ severity: z.string(), summary: z.string(), detail: z.string().default("") }),
});

/** @returns the addresses, and in `said` every error for people. */
export function readImportFaults(stdout: string): { absent: string[]; said: string } {
  const errors = stdout.split("\n").flatMap((text) => {
    const { diagnostic } = line.safeParse(jsonOf(text)).data ?? {};
    return diagnostic?.severity === "error" ? [diagnostic] : [];
  });
  const absent = errors.flatMap(({ summary, detail }) => {
    const [, address] = /import an existing object to "([^"]+)"/.exec(detail) ?? [];
    return summary === "Cannot import non-existent remote object" && address ? [address] : [];
  });
  return { absent, said: errors.map(({ summary, detail }) => `Error: ${summary}\n${detail}`).join("\n") };
}
