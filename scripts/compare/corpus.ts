/**
 * Records to judge, made from a seed: valid ones after each protocol's grammar, and the same with mistakes of the kinds that people make (case, white
 * space, lost or doubled characters, words of other tags). The same seed gives the same corpus.
 */
import { rsaPublicKeys } from "./keys";

export interface SpfCase {
  protocol: "spf";
  ip: string;
  mailFrom: string;
  helo: string;
  zone: Record<string, string[]>;
}

export interface TextCase {
  protocol: "dkim" | "dmarc";
  text: string;
}

export type Case = SpfCase | TextCase;

/** Mulberry32: small, and good enough for a corpus. */
function randomOf(seed: number) {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const upTo = (count: number): number => Math.floor(next() * count);
  const one = <T>(list: readonly T[]): T => list[upTo(list.length)] as T;
  return { upTo, one, chance: (of: number): boolean => next() < of };
}

type Random = ReturnType<typeof randomOf>;

export function corpusOf(seed: number, perProtocol: number): Case[] {
  const random = randomOf(seed);
  const times = <T>(make: (random: Random) => T): T[] => Array.from({ length: perProtocol }, () => make(random));
  return [...times(spfCase), ...times(dkimCase), ...times(dmarcCase)];
}

/** Characters that people leave out, double, change or paste. */
function mistaken(text: string, random: Random, alphabet: readonly string[]): string {
  const at = random.upTo(text.length);
  const rest = text.slice(at + 1);
  const here = text.charAt(at);
  switch (random.upTo(6)) {
    case 0:
      return text.slice(0, at) + rest;
    case 1:
      return text.slice(0, at) + here + here + rest;
    case 2:
      return text.slice(0, at) + random.one(alphabet) + rest;
    case 3:
      return text.slice(0, at) + random.one(alphabet) + here + rest;
    case 4:
      return text.slice(0, at) + (here === here.toUpperCase() ? here.toLowerCase() : here.toUpperCase()) + rest;
    default:
      return text.slice(0, at);
  }
}

const names = ["a.example.com", "b.example.com", "c.example.com", "gone.example.com", "many.example.com", "example.com"];
const addresses4 = ["192.0.2.1", "192.0.2.77", "198.51.100.3", "203.0.113.9"];
const addresses6 = ["2001:db8::1", "2001:db8:1::9"];

function spfTerm(random: Random): string {
  const sign = random.one(["", "", "", "", "+", "-", "~", "?"]);
  const name = random.one([...names, "%{d}", "x.%{d}", "%{i}.list.example.com", "%{l}.example.com"]);
  const cidr = random.one(["", "", "", "/24", "/0", "/32", "//64", "/24//64"]);
  const term = random.one([
    `ip4:${random.one(addresses4)}${random.one(["", "/24", "/8", "/32"])}`,
    `ip6:${random.one(addresses6)}${random.one(["", "/32", "/64"])}`,
    random.one(["a", `a:${name}`]) + cidr,
    random.one(["mx", `mx:${name}`]) + cidr,
    `include:${name}`,
    `exists:${name}`,
    random.one(["ptr", `ptr:${name}`]),
    "all",
  ]);
  return `${sign}${random.chance(0.1) ? term.toUpperCase() : term}`;
}

function spfRecord(random: Random, most: number): string {
  const terms = Array.from({ length: 1 + random.upTo(most) }, () => spfTerm(random));
  if (random.chance(0.2)) terms.push(`redirect=${random.one(names)}`);
  if (random.chance(0.05)) terms.push(random.one(["exp=explain.example.com", "moo=x", "ra=postmaster"]));
  if (random.chance(0.7)) terms.push(random.one(["-all", "~all", "?all", "+all"]));
  const record = `v=spf1 ${terms.join(random.chance(0.05) ? "  " : " ")}`;
  return random.chance(0.25) ? mistaken(record, random, [" ", ":", "=", "/", "%", ".", "-", "0", "a", "x", "\t"]) : record;
}

function spfCase(random: Random): SpfCase {
  const zone: Record<string, string[]> = { "example.com TXT": [spfRecord(random, 6)] };
  for (const name of names.slice(0, 3)) {
    zone[`${name} TXT`] = random.chance(0.1) ? [] : [spfRecord(random, 3)];
    if (random.chance(0.7)) zone[`${name} A`] = [random.one(addresses4)];
    if (random.chance(0.3)) zone[`${name} AAAA`] = [random.one(addresses6)];
    if (random.chance(0.5)) zone[`${name} MX`] = [`10 ${random.one(names)}`];
  }
  zone["many.example.com MX"] = Array.from({ length: 11 }, (_, at) => `${at} mx${at}.many.example.com`);
  zone["example.com A"] = [random.one(addresses4)];
  zone["example.com MX"] = [`10 ${random.one(names)}`];
  const ip = random.chance(0.75) ? random.one(addresses4) : random.one(addresses6);
  return { protocol: "spf", ip, mailFrom: "bounce@example.com", helo: "mta.example.net", zone };
}

function dkimCase(random: Random): TextCase {
  const key = random.one(rsaPublicKeys);
  const tags = [
    ...(random.chance(0.8) ? ["v=DKIM1"] : []),
    ...(random.chance(0.6) ? [random.one(["k=rsa", "k=rsa", "k=RSA", "k=ed25519", "k=dsa"])] : []),
    ...(random.chance(0.2) ? [random.one(["h=sha256", "h=sha1", "h=sha1:sha256", "h=SHA256"])] : []),
    ...(random.chance(0.2) ? [random.one(["s=email", "s=*", "s=tlsrpt", "s=calendar", "s=email:tlsrpt"])] : []),
    ...(random.chance(0.2) ? [random.one(["t=y", "t=s", "t=y:s", "t=x"])] : []),
    ...(random.chance(0.1) ? [random.one(["n=note", "x=y", "g=*"])] : []),
    random.one([`p=${key}`, `p=${key}`, `p=${key}`, `p=${key.slice(0, -4)}`, "p=", `p=${ed25519}`, `P=${key}`]),
  ];
  if (random.chance(0.1)) tags.reverse();
  const text = tags.join(random.one(["; ", ";", " ; "])) + random.one(["", "", ";", "; "]);
  const broken = ["=", ";", " ", ":", "+", "/", "a", "Z", "\u00a0", "\\", '"', "-"];
  return { protocol: "dkim", text: random.chance(0.3) ? mistaken(text, random, broken) : text };
}

const ed25519 = "5IdFsGCFL20FMKZd4f0AKiFcqglzr0nMGZaSSYWXq/4=";

function dmarcCase(random: Random): TextCase {
  const policy = (): string => random.one(["none", "quarantine", "reject", "Reject", "QUARANTINE", "monitor", ""]);
  const tags = [
    random.one(["v=DMARC1", "v=DMARC1", "v=DMARC1", "V=DMARC1", "v = DMARC1", "v=dmarc1"]),
    ...(random.chance(0.95) ? [`p=${policy()}`] : []),
    ...(random.chance(0.3) ? [`sp=${policy()}`] : []),
    ...(random.chance(0.2) ? [`np=${policy()}`] : []),
    ...(random.chance(0.3) ? [random.one(["adkim=r", "adkim=s", "adkim=S", "adkim=strict"])] : []),
    ...(random.chance(0.3) ? [random.one(["aspf=r", "aspf=s", "aspf=x"])] : []),
    ...(random.chance(0.2) ? [random.one(["fo=0", "fo=1", "fo=1:d:s", "fo=0:1", "fo=all", "fo=D:S"])] : []),
    ...(random.chance(0.2) ? [random.one(["pct=50", "pct=100", "ri=86400", "rf=afrf", "pct=abc"])] : []),
    ...(random.chance(0.1) ? [random.one(["t=y", "t=n", "t=maybe", "psd=y", "psd=n", "psd=x", "x=y"])] : []),
    ...(random.chance(0.7)
      ? [
          `rua=${random.one([
            "mailto:r@example.com",
            "mailto:r@example.com,mailto:s@example.com",
            "mailto:r@example.com!10m",
            "https://example.com/dmarc",
            "r@example.com",
            "mailto:r@example",
            "mailto:r@example.com, mailto:s@example.com",
            "MAILTO:r@Example.com",
          ])}`,
        ]
      : []),
  ];
  const text = tags.join(random.one(["; ", "; ", ";", " ; "])) + random.one(["", "", ";", "; "]);
  const broken = ["=", ";", " ", ",", ":", "a", "Z", "\u00a0", "!", "-", "\t"];
  return { protocol: "dmarc", text: random.chance(0.3) ? mistaken(text, random, broken) : text };
}
