/** What a text says once its Base64 is read, and what was compressed is unpacked: texts in which to look for what must not be there. */
import { gunzipSync, inflateSync } from "node:zlib";

/** Of what is unpacked, in bytes: a small text may stand for a huge one. */
const most = 4 * 1024 * 1024;
/** Encoded twice is what tools do; more often, somebody wants it hidden. */
const deepest = 3;

export function unpacked(text: string, depth = deepest): string[] {
  if (depth === 0) return [];
  const found = [...base64Runs(text), ...hexRuns(text)].flatMap((bytes) => {
    const packed = [unzip(bytes, gunzipSync), unzip(bytes, inflateSync)].find((each) => each !== undefined);
    const said = (packed ?? bytes).toString("latin1");
    return isText(said) ? [said] : [];
  });
  return [...new Set(found)].flatMap((said) => [said, ...unpacked(said, depth - 1)]);
}

/** In one piece, or over lines of a fixed width, with what a diff writes before them. */
function base64Runs(text: string): Buffer[] {
  const joined = text.replace(/(?<=[\w+/-]{20})\\?[\r\n]n?[-+! \t"]*(?=[\w+/-]+)/g, "");
  const runs = new Set([text, joined].flatMap((each) => each.match(/[\w+/-]{16,}/g) ?? []));
  // What stands before it without a gap shifts it.
  return [...runs].flatMap((run) => [0, 1, 2, 3].map((before) => Buffer.from(run.slice(before), "base64")));
}

const hexRuns = (text: string): Buffer[] => (text.match(/(?:[0-9a-f]{2}){12,}/gi) ?? []).map((run) => Buffer.from(run, "hex"));

function unzip(bytes: Buffer, by: typeof gunzipSync): Buffer | undefined {
  const looksPacked = by === gunzipSync ? bytes[0] === 0x1f && bytes[1] === 0x8b : bytes[0] === 0x78;
  if (!looksPacked) return undefined;
  try {
    return by(bytes, { maxOutputLength: most, finishFlush: 2 });
  } catch {
    return undefined;
  }
}

/** Also UTF-16, whose every second byte is 0: what is compared is letters and digits. */
function isText(said: string): boolean {
  const shown = [...said].filter((each) => each === "\0" || /[\n\r\t -~]/.test(each)).length;
  return shown > said.length * 0.8;
}
