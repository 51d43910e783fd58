/** What support reads, as longest as it gets. */
import { affectedText } from "../../../reports/affected/text";
import { alertsText } from "../../../reports/alerts/text";
import { erasureText } from "../../../reports/erasure/text";
import { redriveText } from "../../../reports/redrive/text";
import { traceText } from "../../../reports/trace/text";
import type { Trace } from "../../../workflows/trace";

const at = Date.parse("2026-11-28T12:00:00Z");
const refusal =
  "550-5.7.1 [203.0.113.7] Our system has detected that this message is likely suspicious due to the very low reputation of the sender";
const messages: Trace["messages"] = [
  {
    standing: "bounced",
    recipient: "digest",
    state: {
      kind: "bounced",
      at,
      decidedBy: "e2",
      failure: { class: "reputation", severity: "soft", status: "5.7.1", text: refusal },
      first: { bounced: at },
      message: { provider: "0100019a1b2c3d4e-1b2c3d4e-0000-4000-8000-1b2c3d4e5f60-000000" },
      told: [
        { provider: "ses", kind: "deferred", times: 12, first: at - 60_000, last: at, event: "e1" },
        {
          provider: "ses",
          kind: "bounced",
          times: 1,
          first: at,
          last: at,
          event: "e2",
          failure: { class: "reputation", severity: "soft", text: refusal },
        },
      ],
      seen: [],
    },
  },
];

export const supportSamples = {
  "reports/affected/text": [
    affectedText({
      since: at,
      until: at,
      messages: 1200,
      affected: messages.map(({ recipient: _, ...each }) => ({ ...each, at, sendAgain: "once mended" })),
    }),
    affectedText({ since: at, until: at, messages: 0, affected: [] }),
  ],
  "reports/erasure/text": [
    erasureText({
      status: "partly erased",
      messages: 12,
      underWay: 1,
      listsKept: false,
      providers: [
        {
          provider: "sendgrid",
          lists: ["bounces", "global unsubscribes"],
          logs: "failed",
          failures: ["SendGrid: POST /v3/recipients/erasejob failed with 403"],
        },
        { provider: "ses", lists: [], logs: "no API", failures: [] },
      ],
      failures: ["DynamoDB DeleteItem failed with AccessDeniedException"],
    }),
  ],
  "reports/alerts/text": [
    alertsText([
      { way: "pages", target: "on-call@engineering.market-edge.example", result: "sent" },
      { way: "tickets", target: "email-operations@engineering.market-edge.example", result: "not confirmed" },
      { way: "webhook", result: "failed", detail: "status 410: the integration that owned this address was removed" },
      { way: "heartbeat", result: "not declared" },
    ]),
  ],
  "reports/redrive/text": [
    redriveText({
      status: "would put back",
      putBack: 0,
      isPart: true,
      groups: [
        { letters: 12, oldest: at, content: { provider: "sendgrid", kinds: { delivered: 40, bounced: 2 }, unread: ["no timestamp"] } },
        { letters: 1, oldest: at, content: { foreign: "of another topic" } },
      ],
    }),
    redriveText({ status: "nothing to put back", putBack: 0, isPart: false, groups: [] }),
  ],
  "reports/trace/text": [
    traceText({ askedBy: "id", messages }, { environment: "prod-eu" }),
    traceText({ askedBy: "recipient", recipient: "ada.lovelace@client.example", messages: [] }, { environment: "prod-eu" }),
  ],
};
