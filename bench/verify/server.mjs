// NSD (Debian) with one root zone for all domains, on loopback: the sandbox's DNS searches its records one by one and would itself be the bottleneck.
// The root makes it answer CNAMEs to their end, as a resolver does, so that every side may ask it directly.
import { spawn } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { createSocket } from "node:dgram";
import { Resolver } from "node:dns/promises";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

export const selectors = ["s1", "s2"];
export const domainAt = (index) => `bench${index}.com`;

/** @returns {Promise<{port: number, stop(): Promise<void>}>} */
export async function startServer(directory, domains) {
  const port = await freePort();
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, "root.zone"), zoneText(domains));
  writeFileSync(join(directory, "nsd.conf"), configuration(directory, port));
  const child = spawn("/usr/sbin/nsd", ["-d", "-c", join(directory, "nsd.conf")], { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (text) => {
    said += text;
  });
  const ended = new Promise((resolve) => child.once("exit", resolve).once("error", resolve));
  const stop = async () => {
    child.kill();
    await ended;
  };
  const resolver = new Resolver({ timeout: 200, tries: 1 });
  resolver.setServers([`127.0.0.1:${port}`]);
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const answer = await resolver.resolveTxt(domainAt(domains - 1)).catch(() => undefined);
    if (answer) return { port, stop };
    await sleep(100);
  }
  await stop();
  throw new Error(`NSD does not answer (apt-get install nsd)\n${said}`);
}

function zoneText(domains) {
  const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const key = `v=DKIM1; k=rsa; p=${publicKey.export({ type: "spki", format: "der" }).toString("base64")}`;
  const keyStrings = key.match(/.{1,255}/g).map((part) => `"${part}"`);
  const shared = [
    ". 300 IN SOA ns.provider.net. hostmaster.provider.net. 1 7200 3600 86400 300",
    ". 300 IN NS ns.provider.net.",
    "ns.provider.net. 300 IN A 127.0.0.1",
    'spf.provider.net. 300 IN TXT "v=spf1 include:a.spf.provider.net include:b.spf.provider.net ~all"',
    'a.spf.provider.net. 300 IN TXT "v=spf1 ip4:192.0.2.0/24 ~all"',
    'b.spf.provider.net. 300 IN TXT "v=spf1 ip4:198.51.100.0/24 ~all"',
  ];
  const own = Array.from({ length: domains }, (_, index) => domainAt(index)).flatMap((domain, index) => [
    `${domain}. 300 IN TXT "v=spf1 include:spf.provider.net ip4:203.0.113.0/24 ~all"`,
    `${domain}. 300 IN MX 10 mx.${domain}.`,
    `mx.${domain}. 300 IN A 192.0.2.25`,
    `_dmarc.${domain}. 300 IN TXT "v=DMARC1; p=reject; rua=mailto:dmarc@${domain}"`,
    `_smtp._tls.${domain}. 300 IN TXT "v=TLSRPTv1; rua=mailto:tls@${domain}"`,
    ...selectors.flatMap((selector) => [
      `${selector}._domainkey.${domain}. 300 IN CNAME ${selector}.d${index}.dkim.provider.net.`,
      `${selector}.d${index}.dkim.provider.net. 300 IN TXT ${keyStrings.join(" ")}`,
    ]),
  ]);
  return `${[...shared, ...own].join("\n")}\n`;
}

const configuration = (directory, port) => `server:
  ip-address: 127.0.0.1@${port}
  username: ""
  zonesdir: "${directory}"
  database: ""
  pidfile: "${directory}/pid"
  xfrdfile: "${directory}/xfrd"
  zonelistfile: "${directory}/zones"
  xfrdir: "${directory}"
  logfile: "${directory}/log"
  rrl-ratelimit: 0
remote-control:
  control-enable: no
zone:
  name: "."
  zonefile: "${directory}/root.zone"
`;

async function freePort() {
  const socket = createSocket("udp4").bind(0, "127.0.0.1");
  await once(socket, "listening");
  const { port } = socket.address();
  await new Promise((resolve) => socket.close(resolve));
  return port;
}
