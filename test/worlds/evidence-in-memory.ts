/** The bucket of evidence in memory: texts, newest first, read as the real one reads them. */
import { type Evidence, parseEvidence, writeEvidence } from "../../evidence/evidence";

/** @param refuse throws for what may not be added. */
export function evidenceInMemory(refuse: (evidence: Evidence) => void = () => {}) {
  const stored: string[] = [];
  const list = async (kind: "planned", target: string) =>
    stored.map((text) => parseEvidence(text, { kind, target })).filter((each) => !("unreadable" in each));
  const bucket = {
    add: async (evidence: Evidence) => {
      refuse(evidence);
      stored.unshift(writeEvidence(evidence));
    },
    list,
    entries: list,
    newest: async (kind: "planned", target: string) => (await list(kind, target))[0],
  };
  return { stored, bucket };
}
