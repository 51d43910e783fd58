/**
 * NSD, Knot, BIND and Unbound as Debian packages them, on addresses and a port of their own: name servers for the scenarios' zones below
 * "test", which is signed, and two resolvers with caches, of which one validates DNSSEC.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { closeSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createDnsClient } from "../../../../adapters/dns/client";
import type { Content, Host, Scenario } from "./scenario";
import { createSigner, type Signer, signingPrograms } from "./signing";

const programs = { nsd: "/usr/sbin/nsd", knotd: "/usr/sbin/knotd", named: "/usr/sbin/named", unbound: "/usr/sbin/unbound" };

/** Which of the programs this machine lacks. */
export const missingPrograms = (): string[] => [...Object.values(programs), ...signingPrograms].filter((file) => !existsSync(file));

const addresses: Record<Exclude<Host, "nowhere">, string> = {
  nsd: "127.0.54.2",
  knot: "127.0.54.3",
  // It listens only on addresses that an interface lists, not on all of 127.0.0.0/8.
  bind: "127.0.0.1",
  noTcp: "127.0.54.5",
  mute: "127.0.54.6",
  nobody: "127.0.54.7",
};
const parent = "127.0.54.1";
const resolvers = ["127.0.54.53", "127.0.54.54"];
/** Seconds that caches keep what they heard, absence too. */
const ttl = 8;

type Phase = "cached" | "first" | "settled";
const serials: Record<Phase, number> = { cached: 1, first: 2, settled: 3 };

export interface RealServers {
  port: number;
  /** The second one validates. */
  resolvers: string[];
  /** Changes what is held, and waits until every server says so. */
  enter(phase: Phase): Promise<void>;
  stop(): Promise<void>;
}

interface Zone {
  name: string;
  scenario: Scenario;
  hosts: Host[];
  contentAt(host: Host, phase: Phase): Content;
}

export const zoneName = (index: number): string => `s${index}.test`;

function zonesOf(scenarios: readonly Scenario[]): Zone[] {
  return scenarios.flatMap((scenario, index) => {
    const contentAt = (host: Host, phase: Phase): Content => {
      const held = scenario.except?.[host] ?? scenario.holds;
      if (held === "absent" || (phase === "cached" && held === "broken")) return held;
      if (phase === "cached" && scenario.cached) return scenario.cached;
      return phase === "settled" && scenario.mended ? scenario.mended : held;
    };
    const zone: Zone = { name: zoneName(index), scenario, hosts: scenario.named ?? scenario.delegatedTo, contentAt };
    if (!scenario.below) return [zone];
    const { label, host, holds } = scenario.below;
    return [zone, { name: `${label}.${zone.name}`, scenario, hosts: [host], contentAt: () => holds }];
  });
}

export async function startRealServers(scenarios: readonly Scenario[]): Promise<RealServers> {
  const directory = mkdtempSync(join(tmpdir(), "twinpost-dns-"));
  const port = await freePort();
  const zones = zonesOf(scenarios);
  const children: ChildProcess[] = [];
  const held = (host: Host): Zone[] => zones.filter((zone) => zone.hosts.includes(host) && zone.contentAt(host, "first") !== "absent");
  const file = (host: string, zone: string): string => join(directory, host, `${zone}.zone`);

  mkdirSync(join(directory, "keys"));
  const signer = createSigner(join(directory, "keys"));
  const signed = (zone: Zone, text: string, phase: Phase): string => {
    const { first, mended = first } = zone.scenario.signing ?? {};
    const signing = phase === "settled" ? mended : first;
    return signing ? signer.sign(zone.name, text, signing) : text;
  };

  const writeZones = (phase: Phase): void => {
    for (const host of ["nsd", "knot", "bind", "noTcp"] as const)
      for (const zone of held(host)) writeFileSync(file(host, zone.name), signed(zone, zoneText(zone, host, phase), phase));
  };
  const start = (program: keyof typeof programs, folder: string, argv: string[], config: string): void => {
    // Ubuntu confines named and unbound to folders of their own, by the path of the program.
    const copy = join(directory, folder, program);
    copyFileSync(programs[program], copy);
    writeFileSync(join(directory, folder, "conf"), config);
    const log = openSync(join(directory, folder, "log"), "w");
    children.push(spawn(copy, argv, { stdio: ["ignore", log, log], cwd: join(directory, folder) }));
    closeSync(log);
  };
  for (const folder of ["parent", "nsd", "knot", "bind", "noTcp", ...resolvers]) mkdirSync(join(directory, folder));

  writeZones("cached");
  writeFileSync(file("parent", "test"), signer.sign("test", parentText(scenarios, signer), "whole"));
  const conf = (folder: string): string => join(directory, folder, "conf");
  const nsdZones = (host: string, names: string[]): string =>
    names.map((name) => `zone:\n  name: "${name}"\n  zonefile: "${file(host, name)}"\n`).join("");
  start("nsd", "parent", ["-d", "-c", conf("parent")], nsdConfig(join(directory, "parent"), parent, port) + nsdZones("parent", ["test"]));
  start(
    "nsd",
    "nsd",
    ["-d", "-c", conf("nsd")],
    nsdConfig(join(directory, "nsd"), addresses.nsd, port) +
      nsdZones(
        "nsd",
        held("nsd").map(({ name }) => name),
      ),
  );
  start(
    "knotd",
    "knot",
    ["-c", conf("knot")],
    knotConfig(
      join(directory, "knot"),
      port,
      held("knot").map(({ name }) => [name, file("knot", name)]),
    ),
  );
  start(
    "named",
    "bind",
    ["-g", "-c", conf("bind")],
    namedConfig(
      join(directory, "bind"),
      port,
      held("bind").map(({ name }) => [name, file("bind", name)]),
    ),
  );
  start(
    "unbound",
    "noTcp",
    ["-d", "-c", conf("noTcp")],
    `${unboundConfig(addresses.noTcp, port)}  do-tcp: no\n${held("noTcp")
      .map(({ name }) => `auth-zone:\n  name: "${name}"\n  zonefile: "${file("noTcp", name)}"\n  for-downstream: yes\n  for-upstream: no\n`)
      .join("")}`,
  );
  for (const [index, address] of resolvers.entries()) {
    const anchors = zones
      .filter(({ scenario }) => scenario.wrongAnchor)
      .map(({ name }) => `  trust-anchor: "${name}. DS 12345 8 2 ${"ab".repeat(32)}"\n`);
    const validating = `  module-config: "validator iterator"\n  val-bogus-ttl: 1\n  trust-anchor: "test.${signer.dsLines("test", "", "whole").join("")}"\n`;
    const modules = index === 0 ? '  module-config: "iterator"\n' : `${validating}${anchors.join("")}`;
    start("unbound", address, ["-d", "-c", conf(address)], `${unboundConfig(address, port)}${modules}${stubs(zones, port)}`);
  }
  const mute: Socket = createSocket("udp4").bind(port, addresses.mute);

  const enter = async (phase: Phase): Promise<void> => {
    writeZones(phase);
    // The resolvers stay as they are: a reload would empty their caches.
    for (const child of phase === "cached" ? [] : children.slice(0, -resolvers.length)) child.kill("SIGHUP");
    await Promise.all(
      (["nsd", "knot", "bind", "noTcp"] as const).flatMap((host) =>
        held(host)
          .filter((zone) => typeof zone.contentAt(host, phase) !== "string")
          .map((zone) => untilSerial(zone.name, addresses[host], port, serials[phase])),
      ),
    );
    await Promise.all(resolvers.map((address) => untilSerial("test", address, port, 1)));
  };

  return {
    port,
    resolvers: resolvers.map((address) => `${address}:${port}`),
    enter,
    async stop() {
      mute.close();
      await Promise.all(children.map((child) => child.exitCode === null && child.kill("SIGKILL") && once(child, "exit")));
      rmSync(directory, { recursive: true });
    },
  };
}

/** Knot and NSD serve what they have loaded; asked too early, or while they reload, they have less. */
async function untilSerial(name: string, address: string, port: number, serial: number): Promise<void> {
  const client = createDnsClient({ timeoutMs: 1_000 });
  for (let attempt = 0; attempt < 150; attempt++) {
    const reply = await client.ask({ address, port }, { name, type: "SOA", recursive: resolvers.includes(address) });
    if ("answers" in reply && Number(reply.answers[0]?.value.split(" ")[2]) >= serial) return;
    await sleep(100);
  }
  throw new Error(`${address}: ${name} did not come to serial ${serial} in time`);
}

const head = (serial: number): string => `$TTL ${ttl}\n@ SOA nsd.dns.test. h.test. ${serial} 3600 600 86400 ${ttl}\n`;

function zoneText({ name, hosts, contentAt }: Zone, host: Host, phase: Phase): string {
  const content = contentAt(host, phase);
  if (typeof content === "string") return "this is no zone\n";
  return [`$ORIGIN ${name}.`, head(serials[phase]).trimEnd(), ...hosts.map((each) => `@ NS ${each}.dns.test.`), ...content, ""].join("\n");
}

function parentText(scenarios: readonly Scenario[], signer: Signer): string {
  const hosts = Object.entries(addresses).map(([host, address]) => `${host}.dns A ${address}`);
  const delegations = scenarios.flatMap(({ delegatedTo }, index) => delegatedTo.map((host) => `s${index} NS ${host}.dns.test.`));
  const signatures = scenarios.flatMap(({ signing }, index) =>
    signing ? signer.dsLines(zoneName(index), `s${index}`, signing.first) : [],
  );
  const lines = [head(1).trimEnd(), "@ NS parent.dns.test.", `parent.dns A ${parent}`, ...hosts, ...delegations, ...signatures];
  return ["$ORIGIN test.", ...lines, ""].join("\n");
}

const nsdConfig = (directory: string, address: string, port: number): string =>
  `server:\n  ip-address: ${address}@${port}\n  username: ""\n  zonesdir: "${directory}"\n  database: ""\n  pidfile: "${directory}/pid"\n  xfrdfile: "${directory}/xfrd"\n  zonelistfile: "${directory}/zones"\n  server-count: 1\nremote-control:\n  control-enable: no\n`;

const knotConfig = (directory: string, port: number, zones: string[][]): string =>
  `server:\n  rundir: "${directory}"\n  listen: ${addresses.knot}@${port}\n  udp-workers: 1\n  tcp-workers: 1\n  background-workers: 1\ndatabase:\n  storage: "${directory}"\ntemplate:\n  - id: default\n    zonefile-sync: -1\n    journal-content: none\nzone:\n${zones.map(([name, file]) => `  - domain: "${name}"\n    file: "${file}"\n`).join("")}`;

const namedConfig = (directory: string, port: number, zones: string[][]): string =>
  `options { directory "${directory}"; listen-on port ${port} { ${addresses.bind}; }; listen-on-v6 { none; }; recursion no; dnssec-validation no; notify no; pid-file "${directory}/pid"; session-keyfile "${directory}/key"; };\ncontrols {};\n${zones.map(([name, file]) => `zone "${name}" { type primary; file "${file}"; };\n`).join("")}`;

const unboundConfig = (address: string, port: number): string =>
  `server:\n  interface: ${address}@${port}\n  username: ""\n  chroot: ""\n  directory: ""\n  pidfile: ""\n  use-syslog: no\n  num-threads: 1\n  do-ip6: no\n  do-daemonize: no\n  do-not-query-localhost: no\n  access-control: 127.0.0.0/8 allow_snoop\n  local-zone: "test." nodefault\n  qname-minimisation: no\n  target-fetch-policy: "0 0 0 0 0"\n  infra-host-ttl: 1\n`;

/** Zones' servers answer at a port that no delegation can name. */
const stubs = (zones: readonly Zone[], port: number): string =>
  `stub-zone:\n  name: "test."\n  stub-addr: ${parent}@${port}\n${zones
    .map(
      ({ name, hosts }) =>
        `stub-zone:\n  name: "${name}."\n${hosts.map((host) => (host === "nowhere" ? "" : `  stub-addr: ${addresses[host]}@${port}\n`)).join("")}`,
    )
    .join("")}`;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, parent);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
