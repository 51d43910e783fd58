/** Wires the verification of an environment, or of the organisational domains, to DNS and to the sending providers. */
import { setTimeout as sleep } from "node:timers/promises";
import { createDnsClient } from "../adapters/dns/client";
import { createDnsLookup } from "../adapters/dns/lookup";
import { createResolve } from "../adapters/dns/resolve";
import { type Environment, sendingProvidersOf } from "../declaration/schema/environment";
import type { Target } from "../declaration/target";
import { cached } from "../mail/dns/resolve";
import type { VerifyEffects } from "../workflows/verify";
import type { VerifyAppliedEffects } from "../workflows/verify-applied";
import { requireApplied } from "./applied";
import type { Connections } from "./connections";
import { addIfPossible, recordIfPossible } from "./evidence";
import { scoreApplied } from "./forecast";
import { providerWirings } from "./providers/provider-wirings";
import { shareRecord } from "./shared-records";
import { withTokens } from "./tokens";

interface VerifyOptions extends Pick<VerifyAppliedEffects, "watch"> {
  timeoutMs: number;
  /** Folder for the record, for `comment`. */
  share?: string | undefined;
}

export function verifyAppliedEffects(
  target: Target,
  { timeoutMs, watch, share }: VerifyOptions,
  connections: Connections,
): VerifyAppliedEffects {
  const isEnvironment = target.kind === "environment";
  return {
    watch,
    applied: () => requireApplied(target, connections),
    connect: async () =>
      isEnvironment
        ? verifyEffects(target.environment, await withTokens(target, "plan", connections), timeoutMs)
        : { ...dnsEffects(connections, timeoutMs), validate: {} },
    score: async (records, resolve) => (isEnvironment ? scoreApplied(target.environment, records, connections, resolve) : undefined),
    keep: async (result) => {
      const request = { kind: "verification" as const, target: target.name, result };
      recordIfPossible(request, connections);
      await addIfPossible(request, target, connections);
      if (share !== undefined) shareRecord(request, share, connections);
    },
  };
}

export function verifyEffects(environment: Environment, connections: Connections, timeoutMs: number): VerifyEffects {
  const limits = { deadline: Date.now() + timeoutMs, tryMs: Math.min(10_000, Math.max(1_000, timeoutMs / 4)) };
  const validate = Object.fromEntries(
    sendingProvidersOf(environment).map((provider) => [
      provider,
      () => providerWirings[provider].validate(environment, connections, limits),
    ]),
  );
  return { ...dnsEffects(connections, timeoutMs), validate };
}

/** @param timeoutMs until verification ends. A single question gets a part of it, because several may follow each other. */
function dnsEffects(connections: Connections, timeoutMs: number): Omit<VerifyEffects, "validate"> {
  const { resolvers, dnsPort } = connections.endpoints();
  const questionMs = Math.min(10_000, Math.max(500, timeoutMs / 4));
  // The last question may be answered after the time-out, and its answer is still judged.
  const deadline = performance.now() + timeoutMs + questionMs;
  const dns = createDnsLookup({ resolvers, port: dnsPort, timeoutMs: questionMs, deadline });
  const client = createDnsClient({ timeoutMs: questionMs / 2, deadline });
  return {
    dns: {
      published: dns.published,
      visible: dns.visible,
      // Cached: it is asked only after the records have propagated, and the score of the forecast repeats many questions.
      resolve: cached(createResolve({ resolvers, client })),
    },
    clock: {
      now: () => performance.now(),
      sleep: (ms) => sleep(ms, undefined, connections.signal ? { signal: connections.signal } : {}),
    },
  };
}
