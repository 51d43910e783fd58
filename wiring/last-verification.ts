/** When `twinpost verify` last looked from this machine, and what it found; kept beside the environment's plan. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { stackName } from "../declaration/names/stacks";
import type { EnvironmentName } from "../declaration/schema/environment";
import type { Finding } from "../findings/finding";
import { workDirectory } from "./stack";
import type { World } from "./world";

export function rememberVerification(name: EnvironmentName, findings: Finding[], world: World): void {
  const file = fileOf(name, world);
  mkdirSync(dirname(file), { recursive: true });
  const errors = findings.filter(({ severity }) => severity === "error").length;
  writeFileSync(file, `${JSON.stringify({ at: new Date(), errors })}\n`);
}

export const forgetVerification = (name: EnvironmentName, world: World): void => rmSync(fileOf(name, world), { force: true });

/** @returns undefined when there was none. */
export function recallVerification(name: EnvironmentName, world: World): { at: Date; errors: number } | undefined {
  const file = fileOf(name, world);
  if (!existsSync(file)) return undefined;
  const { at, errors } = JSON.parse(readFileSync(file, "utf8")) as { at: string; errors: number };
  return { at: new Date(at), errors };
}

const fileOf = (name: EnvironmentName, world: World): string => join(workDirectory(world), stackName(name), "verification.json");
