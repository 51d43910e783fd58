/** Signs zones by BIND's tools (dnssec-keygen, dnssec-signzone), well and badly. One key a zone, which signs everything in it. */
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** How a zone and the DS at its parent fit together. */
export type Signing =
  | "whole"
  /** During a rollover done right: DS of the key before stands beside that of the key in use. */
  | "two-ds"
  /** Nobody told the parent: below it the zone counts as unsigned. */
  | "no-ds"
  /** The key was changed and the parent never told. */
  | "stale-ds"
  /** The parent says that it is signed, and it is not. */
  | "unsigned"
  | "expired"
  /** A text was changed after it was signed. */
  | "forged";

export interface Signer {
  /** As lines of the parent's zone file. */
  dsLines(zone: string, owner: string, signing: Signing): string[];
  /** Without "." at the end. @returns the zone file with signatures. */
  sign(zone: string, text: string, signing: Signing): string;
}

const programs = { keygen: "/usr/bin/dnssec-keygen", signzone: "/usr/bin/dnssec-signzone", dsfromkey: "/usr/bin/dnssec-dsfromkey" };
/** Seconds. */
const day = 86_400;
export const signingPrograms: string[] = Object.values(programs);

export function createSigner(directory: string): Signer {
  const made = new Map<string, string>();
  /** @returns the path of the key's files, without their endings. */
  const keyOf = (zone: string, which: "used" | "before"): string => {
    const folder = join(directory, `${zone}-${which}`);
    const known = made.get(folder);
    if (known) return known;
    mkdirSync(folder, { recursive: true });
    const name = run(programs.keygen, ["-q", "-a", "ECDSAP256SHA256", "-f", "KSK", "-K", folder, "-n", "ZONE", `${zone}.`]).trim();
    made.set(folder, join(folder, name));
    return join(folder, name);
  };

  return {
    dsLines(zone, owner, signing) {
      const keys = { "no-ds": [], "two-ds": ["before", "used"], "stale-ds": ["before"] } as const;
      const told = signing === "no-ds" || signing === "two-ds" || signing === "stale-ds" ? keys[signing] : (["used"] as const);
      return told.map((which) => {
        const [, ds = ""] = run(programs.dsfromkey, ["-2", keyOf(zone, which)]).split(" IN ");
        return `${owner} ${ds.trim()}`;
      });
    },

    sign(zone, text, signing) {
      if (signing === "unsigned") return text;
      const key = keyOf(zone, "used");
      const [input, output] = [join(directory, `${zone}.zone`), join(directory, `${zone}.signed`)];
      // What is forged is put right in the text, after its signature was made for another one.
      writeFileSync(input, `${signing === "forged" ? text.replaceAll("v=spf1 ", "v=spf2 ") : text}\n$INCLUDE "${key}.key"\n`);
      // The key's own signature stays valid: resolvers keep what they think of a key for a minute, whatever they are told. Clocks may differ
      // by up to a day, as Unbound has it.
      const times = signing === "expired" ? ["-s", `now-${30 * day}`, "-e", `now-${10 * day}`, "-X", `now+${day}`] : [];
      run(programs.signzone, ["-P", "-z", "-q", "-d", directory, ...times, "-o", `${zone}.`, "-f", output, input, key]);
      const signed = readFileSync(output, "utf8");
      return signing === "forged" ? signed.replaceAll("v=spf2 ", "v=spf1 ") : signed;
    },
  };
}

const run = (program: string, argv: string[]): string =>
  execFileSync(program, argv, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
