/** The fields about SES, of an environment. */
import { fqdn, group } from "../schema/field-kinds";

export const sesFields = group("For SES's newer regions, which have their own signing zone.", {
  signingZone: fqdn("dkim.amazonses.com").describe("The zone in which SES publishes the DKIM keys that our records point to."),
}).optional();
