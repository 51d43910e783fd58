/** The messages that did not arrive, for the application to send again. Columns are a contract: programs read them by name. */
import type { Affected } from "../../workflows/affected";
import { csvLine, harmlessCell } from "../csv";

const columns = ["message", "stream", "at", "standing", "class", "status", "send_again", "provider", "provider_id", "message_id", "answer"];

export const affectedCsv = ({ affected }: Affected): string =>
  [
    columns,
    ...affected.map(({ state, standing, at, sendAgain }) => {
      const { own = "", provider = "", header = "" } = state.message;
      const { failure } = state;
      const providers = [...new Set(state.told.map((each) => each.provider))].join(" ");
      const cells = [own, state.stream ?? "", new Date(at).toISOString(), standing, failure?.class ?? "", failure?.status ?? "", sendAgain];
      return [...cells, providers, provider, header, failure?.text ?? ""].map(harmlessCell);
    }),
  ]
    .map(csvLine)
    .join("");
