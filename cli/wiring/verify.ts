/** Wires verification to DNS and to the sending providers. */
import { setTimeout as sleep } from "node:timers/promises";
import { createDnsLookup } from "../../adapters/dns/lookup";
import { readEndpoints } from "../../adapters/endpoints";
import { type Environment, sendingProvidersOf } from "../../environments/schema";
import type { VerifyEffects } from "../../workflows/verify";
import type { World } from "../world";
import { liveDnsLater } from "./forecast";
import { providerWirings } from "./providers/provider-wirings";

/** @param timeoutMs after which verification ends: single questions are given a part of it, since each may be one of several in a row. */
export function verifyEffects(environment: Environment, world: World, timeoutMs: number): VerifyEffects {
  const endpoints = readEndpoints(world.env);
  const questionMs = Math.min(10_000, Math.max(500, timeoutMs / 4));
  const dns = createDnsLookup({
    resolvers: endpoints.resolvers,
    port: endpoints.dnsPort,
    timeoutMs: questionMs,
    // What is asked last, just before the time is over, may still be answered.
    deadline: performance.now() + timeoutMs + questionMs,
  });
  const limits = { deadline: Date.now() + timeoutMs, tryMs: Math.min(10_000, Math.max(1_000, timeoutMs / 4)) };
  return {
    published: dns.published,
    visible: dns.visible,
    validate: Object.fromEntries(
      sendingProvidersOf(environment).map((provider) => [provider, () => providerWirings[provider].validate(environment, world, limits)]),
    ),
    resolve: liveDnsLater(world),
    now: () => performance.now(),
    sleep: (ms) => sleep(ms, undefined, world.signal ? { signal: world.signal } : {}),
  };
}
