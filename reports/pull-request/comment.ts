/**
 * The one comment of a pull request: first what everybody must understand, then what a reviewer needs, then the plan, folded. It stays below what
 * GitHub takes; what is lost is told before what is nice to know.
 */
import type { CanonicalPart } from "../../changes/canonical-plan";
import { findingsSection } from "./findings-section";
import { foldedPlan, lossSection, sizeOf } from "./folded-plan";
import { changesAnything, headline } from "./headline";
import { mailSection } from "./mail-section";
import { markerOf } from "./marker";
import { code } from "./neutral";
import { type PromotionStep, promotionSection } from "./promotion-section";
import { matrixSection, touchedSection } from "./sections";
import { undoSection } from "./undo-section";
import { isPlanned, type Place, type Planned, type PlannedTarget } from "./view";

/** GitHub refuses 65,537 characters; bytes are never fewer. */
const longestComment = 65_000;
/** A page that is longer than 1 MiB is not shown. */
const longestPage = 1_000_000;

interface More {
  /** Between the first lines and the rest. */
  extra?: readonly string[];
  /** Of the environments that the change passes through. */
  steps?: readonly PromotionStep[];
}

export function commentMarkdown(targets: readonly PlannedTarget[], place: Place, more: More = {}): string {
  const marker = markerOf(
    place.commit,
    targets.filter(isPlanned).map(({ target, planned }) => ({
      target,
      canonical: planned.result.canonical as { key: string; digest: string; parts: CanonicalPart[] },
    })),
  );
  return [marker, ...body(targets, place, { ...more, room: longestComment - sizeOf([marker]), isWhole: false })].join("\n");
}

/** The same for the page of a job, which has more room and no marker. */
export const pageMarkdown = (targets: readonly PlannedTarget[], place: Place, more: More = {}): string =>
  body(targets, place, { ...more, room: longestPage, isWhole: true }).join("\n");

interface Room extends More {
  room: number;
  /** Whether each of many is told. */
  isWhole: boolean;
}

function body(targets: readonly PlannedTarget[], place: Place, { extra = [], steps = [], room, isWhole }: Room): string[] {
  const first = [...headline(targets), ...section("", extra), ...footer(place)];
  const changing = targets.filter(isPlanned).filter(changesAnything);
  let left = room - sizeOf(first);
  /** Takes what fits; that something is missing is told. @param isList lines stand by themselves, so that some may be left out. */
  const take = (lines: readonly string[], title: string, isList = false): readonly string[] => {
    const room = left - missingRoom;
    if (sizeOf(lines) <= room) {
      left -= sizeOf(lines);
      return lines;
    }
    const taken: string[] = [];
    for (const line of isList ? lines : []) if (sizeOf([...taken, line]) <= room / 2) taken.push(line);
    const shown = [...taken, "", `_There is more of ${title} than a comment has room for: all of it is on the job's page._`];
    left -= sizeOf(shown);
    return shown;
  };
  const matrix = take(section("Where", matrixSection(changing)), "the table");
  const losses = changing.map((each) =>
    take(
      section(`Deleted or replaced in ${code(each.target)}`, lossSection(each, (left * lossShare) / changing.length)),
      "what is lost",
      true,
    ),
  );
  const findings = changing.map((each) =>
    take(
      section(`What the safety gate says about ${code(each.target)}`, findingsSection(each, isWhole)),
      `what the safety gate found in ${code(each.target)}`,
      true,
    ),
  );
  const promotion = take(
    section("How it gets from one environment to the next", promotionSection(steps, place.at)),
    "the way of the change",
  );
  const details = changing.map((each) => take(detailsOf(each), `what becomes of mail of ${code(each.target)}`));
  const plans = changing.map((each, index) => {
    const lines = foldedPlan(each, (left - missingRoom) / (changing.length - index));
    left -= sizeOf(lines) + 1;
    return lines.length > 0 ? ["", ...lines] : [];
  });
  const [head, foot] = [first.slice(0, first.length - footer(place).length), footer(place)];
  return [...head, ...matrix, ...losses.flat(), ...findings.flat(), ...details.flat(), ...promotion, ...plans.flat(), ...foot];
}

/** Of what is left, for addresses of what is lost. */
const lossShare = 0.6;
/** For the notes that something is missing. */
const missingRoom = 1_500;

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ["", ...(title ? [`### ${title}`, ""] : []), ...lines];

function detailsOf(each: Planned): string[] {
  const parts = [
    ["Mail", mailSection(each)],
    ["Secrets and permissions", touchedSection(each)],
    ["Can it be undone?", undoSection(each)],
  ] as const;
  const told = parts.flatMap(([title, lines]) => (lines.length > 0 ? ["", `**${title}**`, "", ...lines] : []));
  return told.length > 0 ? ["", `### What it means in ${code(each.target)}`, ...told] : [];
}

const footer = ({ commit, runUrl, at }: Place): string[] => [
  "",
  `<sub>Commit ${code(commit.slice(0, 12))}, ${at.toISOString().slice(0, 16).replace("T", " ")} UTC, [the job's page](${runUrl}). This comment is written anew with each push.</sub>`,
];
