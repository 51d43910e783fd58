/** Says something to people, laid out for where they read it. What programs read, or a person saves, is written as it is instead. */
import { plain } from "./layout";

interface ToldOn {
  write(text: string): unknown;
  tell?(text: string): unknown;
}

export const tell = (output: ToldOn, text: string): unknown => (output.tell ? output.tell(text) : output.write(plain(text)));
