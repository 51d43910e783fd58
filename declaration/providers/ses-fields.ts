/** The fields about SES, of an environment. */
import { isAtOrBelow } from "../../mail/records/name";
import { group, isFqdn, text } from "../schema/field-kinds";

/** Whoever answers for this zone holds all three DKIM keys: it is SES's own, or a region's below it. */
const isSigningZone = (zone: string): boolean => isFqdn(zone) && isAtOrBelow(zone, "amazonses.com");

export const sesFields = group("For SES's newer regions, which have their own signing zone.", {
  signingZone: text<string>(isSigningZone, {
    problem: "is no zone of SES",
    expected: "a name at or below amazonses.com, in lower case",
    remedy: 'write it as SES names it (GetEmailIdentity, SigningHostedZone), like "dkim.amazonses.com"',
  }).describe("The zone in which SES publishes the DKIM keys that our records point to."),
}).optional();
