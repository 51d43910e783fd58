/** The message that proves new credentials: whether it is accepted says whether they may send as the sender. */
import { taggingHeaders } from "../providers/message-tags";

export interface ProofSender {
  sender: { name: string; address: string; replyTo: string };
  /** The first gets it: somebody of ours. */
  seedMailboxes: readonly string[];
}

export function proofMessage({ sender: { name, address, replyTo }, seedMailboxes: [to = address] }: ProofSender, reference: string) {
  return {
    from: { name, address },
    ...{ to, replyTo },
    subject: `New sending credentials of ${address} (${reference})`,
    text: [
      `New credentials for sending as ${address} are being taken into use, and this message was sent with them.`,
      "",
      "Nothing has to be done.",
      "",
    ].join("\n"),
    // RFC 3834 5: nobody's mail system answers it.
    headers: { "Auto-Submitted": "auto-generated", ...taggingHeaders({ id: reference, stream: "proof" }) },
  };
}
