/**
 * A test server that takes mail as a sending provider does and keeps it: Mailpit (https://mailpit.axllent.org), in `compose.yaml`. Nothing
 * leaves it, so it needs no DNS authentication, and no receiver ever judges what it was given.
 */
import type { SendingProvider } from "./sending-provider";

export const capture: SendingProvider = {
  title: "capture server",
  delivers: false,
  refusesStrangers: true,
  submission({ capture: declared }) {
    if (!declared) throw new RangeError("no capture server is declared");
    return { host: declared.host, port: declared.port };
  },
  leadTimes: () => [],
  cost: () => ({ what: "capture server", how: "a container of your own", usd: 0 }),
};
