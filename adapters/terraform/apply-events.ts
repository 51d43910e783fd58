/**
 * What `terraform apply -json` says, line by line: the resources as they are reached, and its errors as Terraform would say them to a person. Values
 * of resources are in neither. https://developer.hashicorp.com/terraform/internals/machine-readable-ui
 */
import { z } from "zod";
import type { ApplyEvent } from "../../evidence/apply-event";
import { jsonOf } from "../../mail/json";

const kinds = { apply_start: "started", apply_progress: "going on", apply_complete: "done", apply_errored: "failed" } as const;

const hookLine = z.object({
  type: z.enum(["apply_start", "apply_progress", "apply_complete", "apply_errored"]),
  hook: z.object({
    resource: z.object({ addr: z.string() }),
    // A data source that is read while it applies is not counted: it changes nothing.
    action: z.enum(["create", "update", "delete"]),
    elapsed_seconds: z.number().default(0),
  }),
});

const diagnosticLine = z.object({
  type: z.literal("diagnostic"),
  diagnostic: z.object({
    severity: z.string(),
    summary: z.string(),
    detail: z.string().default(""),
    address: z.string().optional(),
  }),
});

/** @returns undefined for every other line. */
export function readApplyEvent(line: string): ApplyEvent | undefined {
  const { type, hook } = hookLine.safeParse(jsonOf(line)).data ?? {};
  return type && hook && { kind: kinds[type], address: hook.resource.addr, action: hook.action, seconds: hook.elapsed_seconds };
}

/** An error for people, with the resource that it is about. @returns undefined for every other line. */
export function readError(line: string): string | undefined {
  const { diagnostic } = diagnosticLine.safeParse(jsonOf(line)).data ?? {};
  if (diagnostic?.severity !== "error") return undefined;
  const { summary, detail, address } = diagnostic;
  return [`Error: ${summary}`, detail.trim(), address && `  with ${address}`].filter(Boolean).join("\n");
}
