/** The capture server's own fields in what is declared: needed where it is used, and nowhere else. */
import { type BrokenRule, valueAt } from "../relations/relations";
import type { DeclaredProvider } from "./declared-provider";

export const declaredCapture: DeclaredProvider = {
  broken: captureIsDeclared,
  /** The container of compose.yaml. */
  newEnvironment: { capture: { host: "localhost", port: 1_025, api: "http://localhost:8025" } },
};

function captureIsDeclared(value: unknown): BrokenRule[] {
  const providers = ["primary", "standby"].map((role) => valueAt(value, ["sendingProviders", role]));
  const isDeclared = valueAt(value, ["capture"]) !== undefined;
  if (isDeclared === providers.includes("capture")) return [];
  const rule = isDeclared
    ? { problem: "is not used", expected: 'sendingProviders.primary "capture"', remedy: "remove it, or make it the primary" }
    : {
        problem: "is missing",
        expected: "where the capture server listens",
        remedy: 'write { host: "localhost", port: 1025, api: "http://localhost:8025" } for the container of compose.yaml',
      };
  return [{ path: ["capture"], rule }];
}
