/** Some of the programs of a load, in a process of their own: told what to send, then to end; answers with what became of each message. */
import { setMaxListeners } from "node:events";
import type { Environment } from "../../declaration/schema/environment";
import { sendAll } from "../../rehearsal/load/rotation-under-load";
import type { SenderPlan } from "../../rehearsal/load/sender";
import { connect } from "../../wiring/connections";

const stop = new AbortController();
setMaxListeners(0, stop.signal);

process.on("message", (said: "end" | { environment: Environment; directory: string; plans: SenderPlan[] }) => {
  if (said === "end") return stop.abort();
  const { environment, directory, plans } = said;
  const connections = connect({ env: process.env, directory }, () => undefined);
  void sendAll(plans, stop.signal, { environment, connections }).then((letters) =>
    process.send?.(letters, undefined, undefined, () => process.exit()),
  );
});
