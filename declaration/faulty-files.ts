/** The user's files are at fault: every fault at once, in words and as values. */
import { type Fault, faultText } from "./check";
import { OperatorError } from "./operator-error";

export class FaultyFiles extends OperatorError {
  constructor(readonly faults: readonly Fault[]) {
    super(faults.map(faultText).join("\n"), undefined, { exitCode: 2 });
  }
}
