/** The name that was probably meant: at most a third of its letters are wrong, missing, too many or changed places. */

/** @returns undefined when none is near. */
export function nearest(name: string, names: readonly string[]): string | undefined {
  const found = names.map((each) => ({ each, distance: distanceOf(name.toLowerCase(), each.toLowerCase()) }));
  const [best] = found.sort((one, other) => one.distance - other.distance);
  return best && best.distance <= Math.max(name.length, best.each.length) / 3 ? best.each : undefined;
}

/** Optimal string alignment, a row for each letter: https://en.wikipedia.org/wiki/Damerau%E2%80%93Levenshtein_distance. */
function distanceOf(one: string, other: string): number {
  const rows: number[][] = [Array.from({ length: other.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= one.length; row++) {
    const line = [row];
    for (let column = 1; column <= other.length; column++) {
      const isSame = one[row - 1] === other[column - 1];
      const isSwapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      line.push(
        Math.min(
          at(rows, row - 1, column) + 1,
          (line[column - 1] ?? 0) + 1,
          at(rows, row - 1, column - 1) + (isSame ? 0 : 1),
          isSwapped ? at(rows, row - 2, column - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    rows.push(line);
  }
  return at(rows, one.length, other.length);
}

const at = (rows: readonly number[][], row: number, column: number): number => rows[row]?.[column] ?? Number.POSITIVE_INFINITY;
