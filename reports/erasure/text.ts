/** What was erased of a recipient, or would be, and what stays. The address is in no line: what is printed is kept by terminals and jobs. */
import type { Erasure, ProviderErasure } from "../../workflows/erase";
import { count } from "../counts";
import { good, warning, wrong } from "../ink";
import { titleOf } from "../trace/text";
import { remainingAfter } from "./remains";

const titles: Record<Erasure["status"], string> = {
  erased: good("erased, as far as that can be done"),
  "would erase": "would erase: add --apply to do so",
  "partly erased": wrong("ONLY PARTLY ERASED"),
};

export function erasureText({ status, messages, underWay, listsKept, providers, failures }: Erasure): string {
  const isListed = providers.some(({ lists }) => lists.length > 0);
  return [
    titles[status],
    `  our store: ${count(messages, "message")}`,
    ...failures.map((failure) => `    ${wrong("failed")}: ${failure}`),
    ...providers.flatMap((each) => providerLines(each, status, listsKept)),
    ...(isListed && !listsKept
      ? [
          warning(
            "The address was on a list that keeps mail from it. Once it is off, the application must not write to it: --keep-lists leaves it there.",
          ),
        ]
      : []),
    ...(underWay > 0
      ? [warning(`${count(underWay, "message")} still under way: erase again once it has arrived, or its events bring it back.`)]
      : []),
    "What stays, and until when:",
    ...remainingAfter(providers.map(({ provider }) => provider)).map(({ where, what, until }) => `  ${where}: ${what}; ${until}`),
    "",
  ].join("\n");
}

function providerLines({ provider, lists, logs, job, failures }: ProviderErasure, status: Erasure["status"], listsKept: boolean): string[] {
  const what = listsKept ? "stays on" : status === "would erase" ? "would come off" : "off";
  return [
    `  ${titleOf(provider)}: ${lists.length === 0 ? "on no list" : `${what} ${lists.join(", ")}`}; ${logWords[logs]}${job === undefined ? "" : ` (job ${job})`}`,
    ...failures.map((failure) => `    ${wrong("failed")}: ${failure}`),
  ];
}

const logWords: Record<ProviderErasure["logs"], string> = {
  "erased later": "it erases its logs by itself, and does not tell when",
  "would be erased": "would be asked to erase its logs",
  "no API": "keeps no logs that we could erase",
  failed: "its logs were NOT erased",
};
