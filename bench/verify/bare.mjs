// One side of run.mjs, in a process of its own: the same questions through node:dns (c-ares) with 64 in flight, and nothing concluded.
import { Resolver } from "node:dns/promises";
import { readFileSync } from "node:fs";

const [, , port, questionsFile] = process.argv;
const inFlight = 64;
const resolver = new Resolver();
resolver.setServers([`127.0.0.1:${port}`]);
const questions = JSON.parse(readFileSync(questionsFile, "utf8"));
let slowest = 0;
let wrong = 0;
let next = 0;

async function lane() {
  while (next < questions.length) {
    const [name, type] = questions[next++];
    const askedAt = performance.now();
    await resolver.resolve(name, type).catch(({ code }) => {
      if (code !== "ENOTFOUND" && code !== "ENODATA") wrong += 1;
    });
    slowest = Math.max(slowest, performance.now() - askedAt);
  }
}

const startedAt = performance.now();
const cpuAt = process.cpuUsage();
await Promise.all(Array.from({ length: inFlight }, lane));
const seconds = (performance.now() - startedAt) / 1000;
const { user, system } = process.cpuUsage(cpuAt);
const cpu = (user + system) / 1e6;
console.log(JSON.stringify({ seconds, cpu, asked: questions.length, slowest, wrong, peakMb: process.resourceUsage().maxRSS / 1024 }));
