/** Writes text whose parts are printable already, with codes that move a terminal's cursor or colour it, beside what makes text harmless. */

interface DrawnOn {
  write(text: string): unknown;
  draw?(text: string): unknown;
}

export const draw = (output: DrawnOn, text: string): unknown => (output.draw ? output.draw(text) : output.write(text));
