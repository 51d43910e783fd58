// One side of run.mjs, in a process of its own: what `twinpost verify --domain` concludes, of many domains, so many at once.
import { writeFileSync } from "node:fs";
import { createDnsClient } from "../../adapters/dns/client.ts";
import { createResolve } from "../../adapters/dns/resolve.ts";
import { checkDomain } from "../../findings/domain/check-domain.ts";
import { domainAt, selectors } from "./server.mjs";

const [, , port, domains, questionsFile] = process.argv;
const domainsAtOnce = 16;
const questions = [];
let asked = 0;
let slowest = 0;
let wrong = 0;

const client = createDnsClient();
const resolve = createResolve({
  resolvers: [`127.0.0.1:${port}`],
  client: {
    async ask(server, question) {
      asked += 1;
      if (questionsFile) questions.push([question.name, question.type]);
      const askedAt = performance.now();
      const reply = await client.ask(server, question);
      slowest = Math.max(slowest, performance.now() - askedAt);
      return reply;
    },
  },
});

let next = 0;
async function lane() {
  while (next < Number(domains)) {
    const found = await checkDomain({ domain: domainAt(next++), selectors }, resolve);
    // The records are in order, but for DNSSEC, which a local server has not: anything else means that not the same was measured.
    if (found.some(({ id }) => id !== "dns/not-signed") || found.length !== 1) wrong += 1;
  }
}

const startedAt = performance.now();
const cpuAt = process.cpuUsage();
await Promise.all(Array.from({ length: domainsAtOnce }, lane));
const seconds = (performance.now() - startedAt) / 1000;
const { user, system } = process.cpuUsage(cpuAt);
const cpu = (user + system) / 1e6;
if (questionsFile) writeFileSync(questionsFile, JSON.stringify(questions));
const peakMb = process.resourceUsage().maxRSS / 1024;
// What is still held at the end; run.mjs sets --expose-gc.
globalThis.gc?.();
const heldMb = process.memoryUsage().heapUsed / 2 ** 20;
console.log(JSON.stringify({ seconds, cpu, asked, slowest, wrong, peakMb, heldMb }));
