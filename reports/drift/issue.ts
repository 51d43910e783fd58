/** The issue about drift: what somebody changed, and both ways out of it. */
import type { Drift } from "../../workflows/drift";
import type { IssueParts } from "../issue/issue";
import { problemItem } from "../issue/issue";
import { code, fenced, plain } from "../pull-request/neutral";
import { wayBack } from "./text";

type Told = { state: "well"; said: string } | { state: "later" } | Omit<IssueParts, "subject" | "runUrl">;

/** @param file that declares the target. */
export function driftIssue({ target, file }: { target: string; file: string }, drift: Drift): Told {
  if (drift.state === "none") return { state: "well", said: `${code(target)} is as it was applied again.` };
  if (drift.state === "unknown")
    return drift.passes
      ? { state: "later" }
      : {
          ...{ state: "unknown", title: `Drift of ${target}`, keys: [] },
          headline: `Whether ${code(target)} drifted is **unknown**.`,
          items: [problemItem(drift.why, drift.remedy)],
          todo: ["Mend that, then look again:", "", ...fenced([`npx twinpost drift --env ${target}`], "sh")],
        };
  const { drifted } = drift;
  const fields = drifted.flatMap(({ declare }) => declare);
  const deleted = drifted.filter(({ action }) => action === "deleted");
  return {
    ...{ state: "found", title: `Drift of ${target}` },
    headline: `Somebody else changed **${drifted.length}** ${drifted.length === 1 ? "thing" : "things"} of ${code(target)} since it was applied.`,
    items: drifted.map(({ address, action, attributes }) =>
      [
        `- ${action === "deleted" ? "**gone:**" : "changed:"} ${code(address)}`,
        ...attributes.map(({ path, before, after }) => `  - ${plain(path)}: ${shownValue(before)} is now ${shownValue(after)}`),
      ].join("\n"),
    ),
    keys: drifted.map(({ address, action, attributes }) => JSON.stringify([address, action, attributes])),
    todo: [
      "**Put it back.** The plan shows what the apply will change:",
      "",
      ...fenced(wayBack(target), "sh"),
      "",
      `**Or take over what is there**, in ${code(file)}, by a pull request:`,
      "",
      ...(fields.length > 0
        ? fenced(
            fields.map((each) => `+ ${each}`),
            "diff",
          )
        : ["- declare the values above where the file has a field for them"]),
      ...(deleted.length > 0 ? ["- for what is gone: remove what declares it, or put it back"] : []),
      `- what was made anew under another id is taken over by ${code(`npx twinpost adopt --env ${target}`)}, then plan and apply`,
      "- what no file of yours has a field for stays different until it is put back",
    ],
  };
}

const shownValue = (value: string | undefined): string => (value === undefined ? "nothing" : code(value));
